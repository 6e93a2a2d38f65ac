import { useQueryClient } from '@tanstack/react-query'
import { Form, Input, InputNumber } from 'antd'
import { useRef } from 'react'
import { announceDraw, type Draw } from '../../api/draws'
import { useReference } from '../../api/queries'
import { drawPlan, type DrawEntered } from '../../logic/drawPlan'
import { FormDialog } from '../../parts/FormDialog'
import { GridSelect } from '../../parts/GridSelect'
import { useText } from '../../text/language'
import { DayField, TextField } from '../admin/fields'
import { LeftOut } from './LeftOut'

/** Asks what a draw needs that census and policy do not know, and announces it. */
export function AnnounceDialog(props: { round: number; onDone: (draw: Draw) => void; onClose: () => void }) {
  const text = useText()
  const { draws } = text
  const client = useQueryClient()
  const made = useRef<Draw>(undefined)
  const rules = useReference()?.draw
  const send = async (entered: DrawEntered): Promise<undefined> => {
    made.current = await announceDraw(drawPlan(entered))
    void client.invalidateQueries({ queryKey: ['draws'] })
    return undefined
  }
  return (
    <FormDialog<DrawEntered>
      title={draws.announceTitle}
      okText={draws.announce}
      draft={['draws', 'announce']}
      initial={{ round: props.round }}
      width={720}
      done={draws.announcedDone}
      about={
        <>
          <p className="note">{draws.hint}</p>
          <p className="note">{draws.announceHint}</p>
        </>
      }
      send={send}
      onDone={() => {
        if (made.current !== undefined) props.onDone(made.current)
      }}
      onClose={props.onClose}
    >
      <Form.Item
        name="title"
        label={draws.name}
        rules={[{ required: true, whitespace: true, message: text.required }]}
      >
        <Input maxLength={120} placeholder={draws.nameExample} autoComplete="off" />
      </Form.Item>
      <TextField name="authority" label={draws.authority} />
      <Form.Item name="round" label={draws.round} rules={[{ required: true, message: text.required }]}>
        <InputNumber min={1} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="grid" label={draws.area} extra={draws.areaHint}>
        <GridSelect width="100%" />
      </Form.Item>
      <Form.Item
        name="public_source"
        label={draws.source}
        extra={draws.sourceHint}
        rules={[{ required: true, whitespace: true, message: text.required }]}
      >
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <DayField name="public_value_on" label={draws.valueOn} />
      <Form.Item
        name="team_size"
        label={draws.teamSize}
        {...(rules === undefined ? {} : { extra: draws.teamHint(rules.inspectors_per_target) })}
      >
        <InputNumber min={rules?.inspectors_per_target ?? 2} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <DayField name="checked_since" label={draws.checkedSince} optional />
      <p className="note">{draws.checkedHint}</p>
      <LeftOut
        name="exclusions"
        title={draws.exclusions}
        add={draws.addExclusion}
        reasons={rules?.exclusion_reasons ?? []}
      />
      <LeftOut
        name="recusals"
        title={draws.recusals}
        add={draws.addRecusal}
        hint={draws.recusalHint}
        reasons={rules?.recusal_reasons ?? []}
      />
      <LeftOut name="inspectors_out" title={draws.out} add={draws.addOut} />
    </FormDialog>
  )
}
