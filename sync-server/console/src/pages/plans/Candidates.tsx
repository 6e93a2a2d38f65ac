import { useMutation } from '@tanstack/react-query'
import { Button, Form, Select } from 'antd'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { ErrorNote } from '../../parts/ErrorNote'
import { GridSelect } from '../../parts/GridSelect'
import { PagedRecords } from '../../parts/PagedRecords'
import { Panel } from '../../parts/Panel'
import { usePackOptions } from '../../parts/usePackOptions'
import { useText } from '../../text/language'

interface Asked {
  purpose: string
  category?: string
  grid?: string
}

/** Records that may go on an order, an agenda or a sample: for a person to choose from. */
export function Candidates() {
  const text = useText()
  const { categories } = usePackOptions()
  const [form] = Form.useForm<Asked>()
  const purpose = Form.useWatch('purpose', form) ?? 'monthly'
  const ask = useMutation({
    mutationFn: ({ purpose, category, grid }: Asked) =>
      take(
        api.GET('/api/v1/candidates/{purpose}', {
          params: {
            path: { purpose },
            query: {
              ...(purpose === 'trade' && category !== undefined ? { category } : {}),
              ...(purpose === 'sample' && grid !== undefined && grid !== '' ? { grid } : {}),
            },
          },
        }),
      ),
  })
  const named = (group: { group: string; name: string }): string =>
    group.name !== '' ? group.name : (categories.find((one) => one.value === group.group)?.label ?? text.lists.whole)
  const needed = [{ required: true, whitespace: true, message: text.required }]
  return (
    <>
      <Panel title={text.lists.candidates}>
        <p className="note">{text.lists.candidatesHint}</p>
        <Form
          form={form}
          layout="vertical"
          className="fields"
          initialValues={{ purpose: 'monthly' }}
          onFinish={(asked) => ask.mutate(asked)}
        >
          <Form.Item name="purpose" label={text.lists.purpose}>
            <Select
              style={{ width: 300 }}
              options={Object.entries(text.lists.purposes).map(([value, label]) => ({ value, label }))}
            />
          </Form.Item>
          {purpose === 'trade' && (
            <Form.Item name="category" label={text.lists.category} rules={needed}>
              <Select style={{ width: 220 }} showSearch={{ optionFilterProp: 'label' }} options={categories} />
            </Form.Item>
          )}
          {purpose === 'sample' && (
            <Form.Item name="grid" label={text.lists.sampleGrid} extra={text.lists.sampleGridHint}>
              <GridSelect width={260} />
            </Form.Item>
          )}
          <Form.Item label=" " colon={false}>
            <Button type="primary" htmlType="submit" loading={ask.isPending}>
              {text.lists.draw}
            </Button>
          </Form.Item>
        </Form>
        <ErrorNote problem={ask.error} />
        {ask.data?.every((group) => group.items.length === 0) === true && (
          <span className="note">{text.lists.none}</span>
        )}
      </Panel>
      {ask.data
        ?.filter((group) => group.items.length > 0)
        .map((group) => (
          <Panel key={group.group} title={`${named(group)} ${String(group.items.length)}`}>
            {group.seed != null && (
              <p className="note">
                {text.lists.seed} <code>{group.seed}</code> {text.lists.seedHint}
              </p>
            )}
            <PagedRecords ids={group.items} />
          </Panel>
        ))}
    </>
  )
}
