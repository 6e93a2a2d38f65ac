import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Form, Input } from 'antd'
import { claimPublicReward } from '../../api/rewards'
import { yuanText } from '../../logic/money'
import { DraftNote } from '../../parts/DraftNote'
import { ErrorNote } from '../../parts/ErrorNote'
import { Panel } from '../../parts/Panel'
import { useDraft } from '../../parts/useDraft'
import { useText } from '../../text/language'

/** Pays a reward out to whoever shows its code; a refused code stays in its field. */
export function ClaimPanel() {
  const text = useText()
  const client = useQueryClient()
  const [form] = Form.useForm<{ code: string }>()
  const draft = useDraft('rewards', 'claim')
  const claim = useMutation({
    mutationFn: (entered: { code: string }) => claimPublicReward(entered.code.trim()),
    onSuccess: () => {
      draft.drop()
      form.setFieldsValue({ code: '' })
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['rewards'] }),
  })
  return (
    <Panel title={text.rewards.claim}>
      <p className="note">{text.rewards.claimHint}</p>
      <ErrorNote problem={claim.error} />
      {claim.data !== undefined && (
        <Alert
          type="success"
          role="status"
          className="gap-below"
          title={text.rewards.paid(yuanText(claim.data.fen))}
        />
      )}
      <DraftNote draft={draft} onClear={() => form.setFieldsValue({ code: '' })} />
      <Form
        form={form}
        layout="vertical"
        initialValues={{ ...draft.restored }}
        onValuesChange={(_, entered) => draft.keep(entered)}
        onFinish={(entered) => claim.mutate(entered)}
      >
        <Form.Item
          name="code"
          label={text.rewards.code}
          rules={[{ required: true, whitespace: true, message: text.required }]}
        >
          <Input maxLength={60} autoComplete="off" spellCheck={false} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={claim.isPending}>
          {text.rewards.claimNow}
        </Button>
      </Form>
    </Panel>
  )
}
