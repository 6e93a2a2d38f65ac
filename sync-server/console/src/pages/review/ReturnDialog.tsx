import { Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import type { Checklist } from '../../api/reference'
import type { RecordCard, ReturnReason } from '../../api/types'
import { answersOf } from '../../logic/answers'
import { missingHalf, returnReasons, type ItemReason } from '../../logic/returnReasons'
import { DraftNote } from '../../parts/DraftNote'
import type { Draft } from '../../parts/useDraft'
import { useFocusBack } from '../../parts/useFocusBack'
import { useText } from '../../text/language'

/** Reasons about items as they were kept; anything else is none. */
function kept(value: unknown): ItemReason[] {
  const list: unknown[] = Array.isArray(value) ? value : []
  return list.filter(
    (one): one is ItemReason =>
      typeof one === 'object' && one !== null && 'item' in one && 'text' in one &&
      typeof one.item === 'string' && typeof one.text === 'string',
  )
}

/** Reasons to send an inspection back with, one by one, about items or in general. */
export function ReturnDialog(props: {
  open: boolean
  card: RecordCard
  checklist: Checklist | undefined
  draft: Draft
  busy: boolean
  onCancel: () => void
  onReturn: (reasons: ReturnReason[]) => void
}) {
  const text = useText()
  const { draft } = props
  const [general, setGeneral] = useState(String(draft.restored?.['general'] ?? ''))
  const [reasons, setReasons] = useState(() => kept(draft.restored?.['reasons']))
  const [tried, setTried] = useState(false)
  const giveBack = useFocusBack(props.open)
  const items = answersOf(props.card.content).map((answer) => ({
    value: answer.item,
    label: `${answer.item} ${props.checklist?.items.find((one) => one.id === answer.item)?.question ?? ''}`,
  }))
  const all = returnReasons(general, reasons)
  const change = (next: { general?: string; reasons?: ItemReason[] }): void => {
    if (next.general !== undefined) setGeneral(next.general)
    if (next.reasons !== undefined) setReasons(next.reasons)
    draft.keep({ general, reasons, ...next })
  }
  const set = (index: number, part: Partial<ItemReason>): void =>
    change({ reasons: reasons.map((one, at) => (at === index ? { ...one, ...part } : one)) })
  const send = (): void => {
    setTried(true)
    if (all !== undefined) props.onReturn(all)
  }
  const halves = reasons.map((one) => (tried ? missingHalf(one) : undefined))
  const missing = tried && all === undefined && halves.every((half) => half === undefined)
  return (
    <Modal
      open={props.open}
      title={text.review.reasonFor}
      onCancel={props.onCancel}
      afterClose={giveBack}
      onOk={send}
      okText={text.review.return}
      cancelText={text.cancel}
      confirmLoading={props.busy}
    >
      <DraftNote
        draft={draft}
        onClear={() => {
          setGeneral('')
          setReasons([])
        }}
      />
      <Form layout="vertical">
        <Form.Item
          label={text.review.reasonGeneral}
          htmlFor="return-general"
          validateStatus={missing ? 'error' : ''}
          help={missing ? text.review.reasonMissing : undefined}
        >
          <Input.TextArea
            id="return-general"
            autoFocus
            rows={3}
            maxLength={500}
            value={general}
            onChange={(event) => change({ general: event.target.value })}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send()
            }}
          />
        </Form.Item>
        {reasons.map((one, index) => (
          <Form.Item
            key={String(index)}
            validateStatus={halves[index] === undefined ? '' : 'error'}
            help={
              halves[index] === 'item'
                ? text.review.itemMissing
                : halves[index] === 'text'
                  ? text.review.textMissing
                  : undefined
            }
          >
            <Select
              aria-label={text.review.answers}
              showSearch={{ optionFilterProp: 'label' }}
              style={{ width: '100%', marginBottom: 4 }}
              options={items}
              value={one.item === '' ? null : one.item}
              placeholder={text.review.answers}
              onChange={(item: string) => set(index, { item })}
            />
            <Input
              aria-label={text.review.reasonItem}
              placeholder={text.review.reasonItem}
              maxLength={500}
              value={one.text}
              onChange={(event) => set(index, { text: event.target.value })}
            />
            <Button
              type="link"
              size="small"
              onClick={() => change({ reasons: reasons.filter((_, at) => at !== index) })}
            >
              {text.review.removeReason}
            </Button>
          </Form.Item>
        ))}
        <Button
          type="dashed"
          block
          onClick={() => change({ reasons: [...reasons, { item: '', text: '' }] })}
        >
          {text.review.addReason}
        </Button>
      </Form>
    </Modal>
  )
}
