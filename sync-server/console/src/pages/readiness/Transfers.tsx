import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { gridsQuery, meQuery } from '../../api/queries'
import { mayDo } from '../../app/menu'
import { ErrorNote } from '../../parts/ErrorNote'
import { FileLink } from '../../parts/FileLink'
import { Panel } from '../../parts/Panel'
import { Tiles } from '../../parts/Tiles'
import { useDatedName } from '../../parts/useDatedName'
import { useText } from '../../text/language'
import { TransferLines, type TransferLine } from './TransferLines'

/** How the transfer of households stands; names only for those who look after the households. */
export function Transfers() {
  const text = useText()
  const me = useQuery(meQuery).data
  const grids = useQuery(gridsQuery).data ?? []
  const named = useDatedName()
  const [form] = Form.useForm<{ operation: string }>()
  const show = useMutation({
    mutationFn: async (operation: string) => ({
      operation,
      ...(await take(api.GET('/api/v1/transfers/{operation}', { params: { path: { operation } } }))),
    }),
  })
  const data = show.data
  return (
    <>
      <Panel title={text.readiness.transfers}>
        <p className="note">{text.readiness.transfersHint}</p>
        <Form
          form={form}
          layout="vertical"
          className="fields"
          onFinish={(asked) => show.mutate(asked.operation.trim())}
        >
          <Form.Item
            name="operation"
            label={text.readiness.operation}
            rules={[{ required: true, whitespace: true, message: text.required }]}
          >
            <Input style={{ width: 260 }} maxLength={100} />
          </Form.Item>
          <Form.Item label=" " colon={false}>
            <Button type="primary" htmlType="submit" loading={show.isPending}>
              {text.readiness.show}
            </Button>
          </Form.Item>
        </Form>
        <ErrorNote problem={show.error} />
        {data?.households === 0 && <span className="note">{text.readiness.noHouseholds}</span>}
      </Panel>
      {data !== undefined && data.households > 0 && (
        <>
          <Tiles
            items={[
              [text.readiness.allHouseholds, data.households],
              [text.readiness.called, data.called],
              [text.readiness.moved, data.moved],
              [text.readiness.left, data.households - data.moved],
            ]}
          />
          {mayDo(me, ['ledger_export']) && mayDo(me, ['household.read']) && (
            <div className="filters">
              <FileLink
                button="middle"
                href={`/api/v1/transfers/${encodeURIComponent(data.operation)}/export`}
                name={named(`${text.readiness.transfers}-${data.operation}`, 'csv')}
              >
                {text.readiness.exportMasked}
              </FileLink>
            </div>
          )}
          {data.grids.map((part) => (
            <TransferLines
              key={part.grid}
              title={`${grids.find((grid) => grid.id === part.grid)?.name ?? ''} · ${text.readiness.left} ${String(part.left)}`}
              lines={part.lines as unknown as TransferLine[]}
            />
          ))}
        </>
      )}
    </>
  )
}
