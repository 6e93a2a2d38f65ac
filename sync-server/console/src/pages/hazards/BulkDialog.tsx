import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Form, Modal, Progress, Tag } from 'antd'
import { useRef, useState } from 'react'
import { ActionField } from '../../actions/ActionField'
import { ACTION_FORMS, type Entered } from '../../actions/forms'
import { act } from '../../api/act'
import { meQuery, recordQuery, useReference } from '../../api/queries'
import type { ListItem, RecordCard } from '../../api/types'
import { oneByOne, type Progress as Reached } from '../../logic/oneByOne'
import { whyNot } from '../../logic/whyNot'
import { useOwnKey } from '../../ownkey/useOwnKey'
import { DraftNote } from '../../parts/DraftNote'
import { useProblemWords } from '../../parts/ErrorNote'
import { useDraft } from '../../parts/useDraft'
import { useFocusBack } from '../../parts/useFocusBack'
import { useReason } from '../../parts/useReason'
import { useText } from '../../text/language'
import { useStatusWord, useWord } from '../../text/words'

/** Shows which of the chosen hazards the act can be done to, then does it, one after the other. */
export function BulkDialog(props: {
  action: string
  items: ListItem[]
  onClose: (done: boolean) => void
}) {
  const { action, items } = props
  const text = useText()
  const word = useWord()
  const status = useStatusWord()
  const table = useReference()?.lifecycles.find((one) => one.kind === 'rectification')
  const reason = useReason()
  const words = useProblemWords()
  const client = useQueryClient()
  const me = useQuery(meQuery).data
  const key = useOwnKey()
  const [form] = Form.useForm<Entered>()
  const draft = useDraft('bulk', action)
  useFocusBack()
  const [said, setSaid] = useState<Record<string, string>>({})
  const [progress, setProgress] = useState<Reached>()
  const [state, setState] = useState<'idle' | 'running' | 'stopping' | 'done'>('idle')
  const stop = useRef(false)
  const cards = useQueries({ queries: items.map((item) => recordQuery(item.id)) })
  const spec = ACTION_FORMS[action]
  const known = cards.map((one) => one.data).filter((one): one is RecordCard => one !== undefined)
  const [plan, setPlan] = useState<RecordCard[]>()
  // What was begun stays the plan: cards change as they are acted on.
  const able = plan ?? known.filter((card) => whyNot(card, action, key !== null, table) === undefined)
  const reasonOf = (at: number): string => {
    const found = cards[at]
    const card = found?.data
    if (card === undefined) return found?.error == null ? text.loading : words(found.error)
    const why = whyNot(card, action, key !== null, table)
    if (why === undefined) return ''
    if (why.by === 'key') return text.ownKey.needed
    if (why.by === 'rule') return reason(why.reason)
    if (why.by === 'status') return text.hazard.notNow(status(card.kind, card.status))
    return text.hazard.notYours
  }
  const first = known[0]
  const initial: Entered = Object.fromEntries(spec?.fields.map((it) => [it.name, it.initial]) ?? [])
  const isDone = state === 'done'
  const isRunning = state === 'running' || state === 'stopping'
  const go = async (entered: Entered): Promise<void> => {
    if (spec === undefined || isRunning) return
    setPlan(able)
    setState('running')
    const one = async (card: RecordCard): Promise<boolean> => {
      let line = ''
      try {
        const result = await act(card.id, spec.build(entered, card), me?.user)
        line = result.applied ? text.form.done : reason(result.reason)
        return result.applied
      } catch (problem) {
        line = words(problem)
        return false
      } finally {
        setSaid((before) => ({ ...before, [card.id]: line }))
      }
    }
    const { good } = await oneByOne(able, one, () => stop.current, setProgress)
    setState('done')
    // What failed, or was not reached, may be tried again with the same words.
    if (good === able.length) draft.drop()
    await client.invalidateQueries()
  }
  const { tried, good } = progress ?? { tried: 0, good: 0 }
  // What was not done stays chosen.
  const allGood = isDone && good === able.length
  const cancel = (): void => {
    if (isRunning) {
      stop.current = true
      setState('stopping')
    } else {
      props.onClose(allGood)
    }
  }
  return (
    <Modal
      open
      width={720}
      title={`${word('event', action)} · ${text.hazard.preview}`}
      onCancel={cancel}
      mask={{ closable: !isRunning }}
      onOk={isDone ? () => props.onClose(allGood) : form.submit}
      okText={isDone ? text.close : text.hazard.goAhead(able.length)}
      // Not `confirmLoading`: under it the dialog takes no cancelling, and nothing could be stopped.
      okButtonProps={{ disabled: able.length === 0, loading: isRunning }}
      cancelText={isRunning ? text.hazard.stop : text.cancel}
      cancelButtonProps={{ disabled: state === 'stopping' }}
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
            <ActionField key={field.name} field={field} card={first} action={action} />
          ))}
        </Form>
      )}
      <div style={{ maxHeight: 280, overflow: 'auto' }}>
        {items.map((item, at) => {
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
                {!can && plan === undefined && <div className="cell-sub">{reasonOf(at)}</div>}
              </div>
            </div>
          )
        })}
      </div>
      {state !== 'idle' && <Progress percent={Math.round((tried / Math.max(1, able.length)) * 100)} />}
      {isDone && (
        <Alert
          type={good === able.length ? 'info' : 'warning'}
          title={
            tried < able.length
              ? text.hazard.stopped(good, tried - good, able.length - tried)
              : text.hazard.finished(good, tried - good)
          }
          role="status"
        />
      )}
    </Modal>
  )
}
