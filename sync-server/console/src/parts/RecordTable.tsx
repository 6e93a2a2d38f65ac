import { useInfiniteQuery } from '@tanstack/react-query'
import { Table, type TableColumnsType } from 'antd'
import { listQuery, type ListName } from '../api/lists'
import type { ListItem } from '../api/types'
import type { Filters } from '../logic/views'
import { Nothing } from './Nothing'
import { useText } from '../text/language'
import { ErrorNote } from './ErrorNote'
import { ListFoot } from './ListFoot'

/** A list of records, page by page by key; rows may be chosen. */
export function RecordTable(props: {
  name: ListName
  filters: Filters
  columns: TableColumnsType<ListItem>
  label: string
  chosen?: ListItem[]
  onChoose?: (items: ListItem[]) => void
}) {
  const text = useText()
  const list = useInfiniteQuery(listQuery(props.name, props.filters))
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  const { chosen, onChoose } = props
  return (
    <div className="panel" style={{ padding: 0, overflow: 'hidden' }}>
      <ErrorNote problem={list.error} onRetry={() => void list.refetch()} />
      <Table<ListItem>
        rowKey="id"
        size="middle"
        aria-label={props.label}
        columns={props.columns}
        dataSource={items}
        loading={list.isPending}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Nothing words={text.nothing} /> }}
        {...(onChoose === undefined
          ? {}
          : {
              rowSelection: {
                selectedRowKeys: chosen?.map((item) => item.id) ?? [],
                onChange: (_keys, rows) => onChoose(rows),
                getCheckboxProps: (item: ListItem) => ({ 'aria-label': item.title }),
                getTitleCheckboxProps: () => ({ 'aria-label': text.all }),
              },
            })}
      />
      <ListFoot
        shown={items.length}
        hasMore={list.hasNextPage}
        isLoading={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
      />
    </div>
  )
}
