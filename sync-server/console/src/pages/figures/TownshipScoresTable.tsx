import { Table } from 'antd'
import { pointsEach, type TownshipScores } from '../../logic/scoresByTownship'
import { CsvButton } from '../../parts/CsvButton'
import { useText } from '../../text/language'

/** The workers of each township of a county together, side by side. */
export function TownshipScoresTable({ lines }: { lines: TownshipScores[] }) {
  const text = useText()
  const title = text.figures.byTownship
  return (
    <section className="gap-below">
      <div className="panel-head">
        <h2>{title}</h2>
        <CsvButton
          name={`${text.scores.title}-${title}`}
          rows={[
            [text.breakdown.township, text.scores.workers, text.scores.certified, text.scores.points, text.scores.pointsEach],
            ...lines.map((one) => [one.name, String(one.workers), String(one.certified), String(one.points), pointsEach(one)]),
          ]}
        />
      </div>
      <Table<TownshipScores>
        rowKey="name"
        size="small"
        aria-label={title}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        scroll={{ x: 'max-content' }}
        dataSource={lines}
        columns={[
          { title: text.breakdown.township, dataIndex: 'name' },
          { title: text.scores.workers, dataIndex: 'workers', align: 'right' },
          { title: text.scores.certified, dataIndex: 'certified', align: 'right' },
          { title: text.scores.points, dataIndex: 'points', align: 'right' },
          { title: text.scores.pointsEach, align: 'right', render: (_, one) => pointsEach(one) },
        ]}
      />
    </section>
  )
}
