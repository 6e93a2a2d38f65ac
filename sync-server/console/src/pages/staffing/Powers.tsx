import { useMutation, useQuery } from '@tanstack/react-query'
import { Alert, Button, Form, Select } from 'antd'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { useReference } from '../../api/queries'
import { registerRowsQuery } from '../../api/registerRows'
import { ErrorNote } from '../../parts/ErrorNote'
import { Facts } from '../../parts/Facts'
import { GridSelect } from '../../parts/GridSelect'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'

interface Asked {
  power: string
  body: string
  grid: string
}

/** Whether a body may issue an enforcement paper somewhere, and what it then cites. */
export function Powers() {
  const text = useText()
  const issuers = useReference()?.issuers ?? {}
  const [form] = Form.useForm<Asked>()
  const rows = useQuery(registerRowsQuery('delegated_power'))
  const powers = new Map(
    (rows.data ?? []).map((row) => {
      const entry = row.entry as unknown as { power: string; zh: string }
      return [entry.power, entry.zh]
    }),
  )
  const ask = useMutation({
    mutationFn: (asked: Asked) => take(api.GET('/api/v1/may-issue', { params: { query: asked } })),
  })
  const needed = [{ required: true, message: text.required }]
  return (
    <Panel title={text.staffing.powers}>
      <p className="note">{text.staffing.powersHint}</p>
      <ErrorNote problem={rows.error} onRetry={() => void rows.refetch()} />
      <Form form={form} layout="vertical" className="fields" onFinish={(asked) => ask.mutate(asked)}>
        <Form.Item name="power" label={text.staffing.power} rules={needed}>
          <Select
            style={{ width: 260 }}
            notFoundContent={text.staffing.noPowers}
            options={[...powers].map(([value, label]) => ({ value, label }))}
          />
        </Form.Item>
        <Form.Item name="body" label={text.staffing.body} rules={needed}>
          <Select
            style={{ width: 200 }}
            options={Object.entries(issuers).map(([value, one]) => ({ value, label: one.zh }))}
          />
        </Form.Item>
        <Form.Item name="grid" label={text.staffing.grid} rules={needed}>
          <GridSelect width={220} />
        </Form.Item>
        <Form.Item label=" " colon={false}>
          <Button type="primary" htmlType="submit" loading={ask.isPending}>
            {text.staffing.ask}
          </Button>
        </Form.Item>
      </Form>
      <ErrorNote problem={ask.error} />
      {ask.data !== undefined && (
        <>
          <Alert type="success" role="status" className="gap-below" title={text.staffing.may} />
          <Facts
            rows={[
              [text.staffing.power, ask.data.zh],
              [text.staffing.basis, ask.data.basis],
              [text.staffing.way, ask.data.conferred ? text.staffing.conferred : text.staffing.entrusted],
            ]}
          />
        </>
      )}
    </Panel>
  )
}
