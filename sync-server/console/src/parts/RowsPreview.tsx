import { Table } from 'antd'

/** The first rows of a file, under its own headings. */
export function RowsPreview({ headings, rows, most = 5 }: { headings: string[]; rows: string[][]; most?: number }) {
  return (
    <Table
      rowKey={(row) => String(rows.indexOf(row))}
      size="small"
      pagination={false}
      scroll={{ x: 'max-content' }}
      dataSource={rows.slice(0, most)}
      columns={headings.map((heading, column) => ({
        title: heading,
        key: String(column),
        render: (_: unknown, row: string[]) => <div style={{ maxWidth: 360 }}>{row[column]}</div>,
      }))}
    />
  )
}
