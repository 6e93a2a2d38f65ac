import { Table } from 'antd'
import type { components } from '../../api/schema'
import { CsvButton } from '../../parts/CsvButton'
import { NumberLink } from '../../parts/NumberLink'
import { useText } from '../../text/language'

type Township = components['schemas']['TownshipFigures']

/** The figures of each township of a county, side by side; every number opens its rows. */
export function TownshipTable(props: {
  title: string
  /** What the file is called in which they are given out. */
  csv: string
  townships: Township[]
  /** Only these figures; all of them by default. */
  only?: string[]
  onOpen: (township: Township, code: string) => void
}) {
  const text = useText()
  const { townships } = props
  const codes = props.only ?? [...new Set(townships.flatMap((one) => Object.keys(one.figures)))]
  const name = (code: string): string => text.figures.names[code] ?? code
  return (
    <section className="gap-above">
      <div className="panel-head">
        <h2>{props.title}</h2>
        <CsvButton
          name={props.csv}
          rows={[
            [text.list.name, ...codes.map(name)],
            ...townships.map((one) => [one.name, ...codes.map((code) => one.figures[code]?.text ?? '')]),
          ]}
        />
      </div>
      <Table<Township>
        rowKey="grid"
        size="small"
        aria-label={props.title}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        scroll={{ x: 'max-content' }}
        dataSource={townships}
        columns={[
          { title: text.list.name, dataIndex: 'name' },
          ...codes.map((code) => ({
            title: name(code),
            key: code,
            render: (_: unknown, one: Township) => (
              <NumberLink label={`${one.name} ${name(code)}`} onOpen={() => props.onOpen(one, code)}>
                {one.figures[code]?.text ?? '—'}
              </NumberLink>
            ),
          })),
        ]}
      />
    </section>
  )
}
