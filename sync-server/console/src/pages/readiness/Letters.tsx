import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Form, Input, Select } from 'antd'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { gridsQuery } from '../../api/queries'
import { ErrorNote } from '../../parts/ErrorNote'
import { PagedRecords } from '../../parts/PagedRecords'
import { Panel } from '../../parts/Panel'
import { Tiles } from '../../parts/Tiles'
import { percentText } from '../../logic/percent'
import { useText } from '../../text/language'

interface Asked {
  drive: string
  level: string
}

/** How far a signing drive has come, and who has not signed. */
export function Letters() {
  const text = useText()
  const grids = useQuery(gridsQuery).data ?? []
  const [form] = Form.useForm<Asked>()
  const ask = useMutation({
    mutationFn: async (asked: Asked) => ({
      level: asked.level,
      ...(await take(api.GET('/api/v1/letters/coverage', { params: { query: asked } }))),
    }),
  })
  const data = ask.data
  const needed = [{ required: true, whitespace: true, message: text.required }]
  return (
    <>
      <Panel title={text.readiness.letters}>
        <p className="note">{text.readiness.lettersHint}</p>
        <Form
          form={form}
          layout="vertical"
          className="fields"
          initialValues={{ level: 'premises' }}
          onFinish={(asked) => ask.mutate({ ...asked, drive: asked.drive.trim() })}
        >
          <Form.Item name="drive" label={text.readiness.drive} rules={needed}>
            <Input style={{ width: 240 }} maxLength={100} />
          </Form.Item>
          <Form.Item name="level" label={text.readiness.level}>
            <Select
              style={{ width: 150 }}
              options={Object.entries(text.readiness.levels).map(([value, label]) => ({ value, label }))}
            />
          </Form.Item>
          <Form.Item label=" " colon={false}>
            <Button type="primary" htmlType="submit" loading={ask.isPending}>
              {text.readiness.ask}
            </Button>
          </Form.Item>
        </Form>
        <ErrorNote problem={ask.error} />
      </Panel>
      {data !== undefined && (
        <>
          <Tiles
            items={[
              [text.readiness.expected, data.expected],
              [text.readiness.signed, data.signed],
              [text.readiness.covered, percentText(data.basis_points)],
            ]}
          />
          <Panel title={text.readiness.unsigned(data.missing.length)}>
            {data.level === 'premises' ? (
              <PagedRecords key={data.missing.join()} ids={data.missing} />
            ) : (
              <ul className="names">
                {data.missing.map((id) => (
                  <li key={id}>{grids.find((grid) => grid.id === id)?.name ?? id}</li>
                ))}
              </ul>
            )}
          </Panel>
          {data.unlisted.length > 0 && (
            <Panel title={text.readiness.unlisted(data.unlisted.length)}>
              <ul className="names">
                {data.unlisted.map((name) => (
                  <li key={name}>{name}</li>
                ))}
              </ul>
            </Panel>
          )}
        </>
      )}
    </>
  )
}
