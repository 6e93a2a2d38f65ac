import { useQueryClient } from '@tanstack/react-query'
import { Alert, App, Checkbox, Form, Input, Radio, Select } from 'antd'
import { useNavigate } from 'react-router'
import type { WaitingReport } from '../../api/publicReports'
import { useProblemWords } from '../../parts/ErrorNote'
import { FormDialog } from '../../parts/FormDialog'
import { GridSelect } from '../../parts/GridSelect'
import { RecordSelect } from '../../parts/RecordSelect'
import { useReason } from '../../parts/useReason'
import { useText } from '../../text/language'
import { takeReport, type Taken, type Taking } from './takeReport'
import { useSeverities } from './useSeverities'

/** Makes a complaint of a report: how grave, whose, in which words, and who looks into it. */
export function TakeDialog(props: { report: WaitingReport; rest: WaitingReport[]; onClose: () => void }) {
  const { report, rest } = props
  const text = useText()
  const reason = useReason()
  const words = useProblemWords()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { message, modal } = App.useApp()
  const severities = useSeverities()
  const [form] = Form.useForm<Taking>()
  const where = Form.useWatch('where', form) ?? 'premises'
  const needed = [{ required: true, message: text.required }]
  const tell = (taken: Taken): void => {
    const open = (): void => void navigate(`/cases/report/${taken.record}`)
    const failed: string[] = []
    if (taken.unsent !== undefined) {
      const why = typeof taken.unsent === 'string' ? reason(taken.unsent) : words(taken.unsent)
      failed.push(text.reports.notSent(why))
    }
    if (taken.unjoined > 0) failed.push(text.reports.notJoined(taken.unjoined))
    if (failed.length === 0) {
      void message.success(taken.sent ? text.reports.takenAndSent : text.reports.taken)
      return
    }
    modal.warning({ title: text.reports.taken, content: failed.join('\n'), okText: text.reports.openCase, onOk: open })
  }
  const send = async (said: Taking): Promise<undefined> => {
    try {
      tell(await takeReport(report, rest, said))
    } finally {
      void client.invalidateQueries()
    }
  }
  return (
    <FormDialog<Taking>
      form={form}
      width={620}
      title={text.reports.takeTitle}
      okText={text.reports.take}
      draft={[report.report, 'take']}
      initial={{ severity: report.severity, where: 'premises', text: report.text, place: report.place, joinRest: true }}
      send={send}
      onClose={props.onClose}
    >
      <Form.Item name="severity" label={text.reports.severity} rules={needed}>
        <Select options={severities} />
      </Form.Item>
      <Form.Item name="where" label={text.reports.where}>
        <Radio.Group
          options={[
            { value: 'premises', label: text.reports.premises },
            { value: 'grid', label: text.reports.grid },
          ]}
        />
      </Form.Item>
      {where === 'premises' ? (
        <Form.Item name="premises" label={text.reports.premises} rules={needed}>
          <RecordSelect name="premises" placeholder={text.reports.findPremises} />
        </Form.Item>
      ) : (
        <Form.Item name="grid" label={text.reports.grid} rules={needed}>
          <GridSelect width={300} />
        </Form.Item>
      )}
      {report.phone_in.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={text.reports.phoneIn(
            report.phone_in.map((field) => (field === 'place' ? text.reports.place : text.reports.content)).join('、'),
          )}
        />
      )}
      <Form.Item name="place" label={text.reports.placeField}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="text"
        label={text.reports.textField}
        extra={text.reports.textHint}
        rules={[{ required: true, whitespace: true, message: text.required }]}
      >
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
      <Form.Item name="person" label={text.reports.person}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      {rest.length > 0 && (
        <Form.Item name="joinRest" valuePropName="checked">
          <Checkbox>{text.reports.joinRest(rest.length)}</Checkbox>
        </Form.Item>
      )}
    </FormDialog>
  )
}
