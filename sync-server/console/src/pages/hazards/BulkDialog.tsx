import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Form, Modal, Progress, Tag } from 'antd'
import { useState } from 'react'
import { ActionField } from '../../actions/ActionField'
import { ACTION_FORMS, type Entered } from '../../actions/forms'
import { act } from '../../api/act'
import { meQuery, recordQuery } from '../../api/queries'
import type { ListItem, RecordCard } from '../../api/types'
import { useOwnKey } from '../../ownkey/useOwnKey'
import { DraftNote } from '../../parts/DraftNote'
import { useProblemWords } from '../../parts/ErrorNote'
import { useDraft } from '../../parts/useDraft'
import { useReason } from '../../parts/useReason'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'

/** Shows which of the chosen hazards the act can be done to, then does it, one after the other. */
export function BulkDialog(props: {
  action: string
  items: ListItem[]
  onClose: (done: boolean) => void
}) {
  const { action, items } = props
  const text = useText()
  const word = useWord()
  const reason = useReason()
  const words = useProblemWords()
  const client = useQueryClient()
  const me = useQuery(meQuery).data
  const key = useOwnKey()
  const [form] = Form.useForm<Entered>()
  const draft = useDraft('bulk', action)
  const [said, setSaid] = useState<Record<string, string>>({})
  const [count, setCount] = useState<number>()
  const cards = useQueries({ queries: items.map((item) => recordQuery(item.id)) })
  const spec = ACTION_FORMS[action]
  const known = cards.map((one) => one.data).filter((one): one is RecordCard => one !== undefined)
  const [plan, setPlan] = useState<RecordCard[]>()
  // What was begun stays the plan: cards change as they are acted on.
  const able =
    plan ??
    known.filter(
      (card) =>
        card.allowed_actions.includes(action) || (key !== null && card.own_key_actions.includes(action)),
    )
  const first = known[0]
  const initial: Entered = Object.fromEntries(spec?.fields.map((it) => [it.name, it.initial]) ?? [])
  const isDone = count !== undefined && count >= able.length
  const go = async (entered: Entered): Promise<void> => {
    if (spec === undefined) return
    setPlan(able)
    setCount(0)
    for (const [index, card] of able.entries()) {
      let line = ''
      try {
        const result = await act(card.id, spec.build(entered, card), me?.user)
        line = result.applied ? text.form.done : reason(result.reason)
      } catch (problem) {
        line = words(problem)
      }
      setSaid((before) => ({ ...before, [card.id]: line }))
      setCount(index + 1)
    }
    draft.drop()
    await client.invalidateQueries()
  }
  const good = Object.values(said).filter((line) => line === text.form.done).length
  return (
    <Modal
      open
      width={720}
      title={`${word('event', action)} · ${text.hazard.preview}`}
      onCancel={() => props.onClose(isDone)}
      onOk={isDone ? () => props.onClose(true) : form.submit}
      okText={isDone ? text.close : text.hazard.goAhead(able.length)}
      okButtonProps={{ disabled: able.length === 0 }}
      cancelText={text.cancel}
      confirmLoading={count !== undefined && !isDone}
    >
      <p className="note">{text.hazard.previewHint}</p>
      <DraftNote draft={draft} onClear={() => form.setFieldsValue(initial)} />
      {spec !== undefined && first !== undefined && (
        <Form
          form={form}
          layout="vertical"
          initialValues={{ ...initial, ...draft.restored }}
          onValuesChange={(_, entered) => draft.keep(entered)}
          onFinish={(entered) => void go(entered)}
        >
          {spec.fields.map((field) => (
            <ActionField key={field.name} field={field} card={first} />
          ))}
        </Form>
      )}
      <div style={{ maxHeight: 280, overflow: 'auto' }}>
        {items.map((item) => {
          const can = able.some((card) => card.id === item.id)
          return (
            <div key={item.id} className="answer" style={{ gridTemplateColumns: '90px 1fr' }}>
              <div>
                <Tag color={can ? 'green' : 'default'}>
                  {can ? text.hazard.can : text.hazard.cannot}
                </Tag>
              </div>
              <div>
                {item.premises_name} · {item.title} <b>{said[item.id]}</b>
              </div>
            </div>
          )
        })}
      </div>
      {count !== undefined && (
        <Progress percent={Math.round((count / Math.max(1, able.length)) * 100)} />
      )}
      {isDone && (
        <Alert type="info" title={text.hazard.finished(good, able.length - good)} role="status" />
      )}
    </Modal>
  )
}
