import { Drawer, Tabs } from 'antd'
import { PagedRecords } from '../../parts/PagedRecords'

/** The records behind a number, in named groups. */
export interface Groups {
  title: string
  groups: { label: string; ids: string[] }[]
}

/** Opens the rows behind a number, one tab for each group. */
export function GroupsDrawer({ rows, onClose }: { rows: Groups | undefined; onClose: () => void }) {
  return (
    <Drawer open={rows !== undefined} onClose={onClose} title={rows?.title ?? ''} size={460}>
      {rows !== undefined && (
        <Tabs
          key={rows.title}
          // Of 220/220 nobody wants to see first what is not counted.
          defaultActiveKey={(rows.groups.find((group) => group.ids.length > 0) ?? rows.groups[0])?.label ?? ''}
          items={rows.groups.map((group) => ({
            key: group.label,
            label: `${group.label} ${String(group.ids.length)}`,
            children: <PagedRecords ids={group.ids} />,
          }))}
        />
      )}
    </Drawer>
  )
}
