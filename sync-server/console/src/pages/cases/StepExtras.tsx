import { useQuery } from '@tanstack/react-query'
import { Form, InputNumber, Select } from 'antd'
import { companionsQuery } from '../../api/companions'
import { DAYS, PHOTOS, WITH, type StepNeeds } from '../../logic/stepNeeds'
import { usePhotoChoices } from '../../parts/usePhotoChoices'
import { useText } from '../../text/language'

/** What a step takes besides its fields: a deadline, who acted too, and the photos that show it. */
export function StepExtras(props: {
  needs: StepNeeds
  step: string
  /** The case, once it is there: who may act with its author is asked of it. */
  record?: string
  /** Whose photos may show it. */
  shownBy: string[]
}) {
  const { needs } = props
  return (
    <>
      {needs.longest !== undefined && <DueField longest={needs.longest} />}
      {needs.people > 1 && props.record !== undefined && (
        <WithField record={props.record} step={props.step} least={needs.people - 1} />
      )}
      {needs.photos > 0 && <PhotosField records={props.shownBy} least={needs.photos} />}
    </>
  )
}

function DueField({ longest }: { longest: NonNullable<StepNeeds['longest']> }) {
  const text = useText()
  const kind = longest.calendar === 'working' ? text.form.working : text.form.natural
  return (
    <Form.Item name={DAYS} label={text.cases.dueDays} extra={text.cases.dueUsual(longest.days, kind)}>
      <InputNumber min={1} max={longest.days} precision={0} style={{ width: '100%' }} />
    </Form.Item>
  )
}

function WithField({ record, step, least }: { record: string; step: string; least: number }) {
  const text = useText()
  const people = useQuery(companionsQuery(record, step))
  return (
    <Form.Item
      name={WITH}
      label={text.form.with}
      extra={people.data?.length === 0 ? text.cases.nobodyBeside : text.cases.besideYou(least)}
      required
      rules={[{ validator: atLeast(least, text.cases.besideYou(least)) }]}
    >
      <Select
        mode="multiple"
        loading={people.isFetching}
        showSearch={{ optionFilterProp: 'label' }}
        options={(people.data ?? []).map((one) => ({
          value: one.id,
          label: [one.name, one.organization].filter(Boolean).join(' · '),
        }))}
      />
    </Form.Item>
  )
}

function PhotosField({ records, least }: { records: string[]; least: number }) {
  const text = useText()
  const photos = usePhotoChoices(records)
  return (
    <Form.Item
      name={PHOTOS}
      label={text.form.photos}
      extra={photos.length === 0 ? text.cases.noPhotosYet : text.cases.photosAtLeast(least)}
      required
      rules={[{ validator: atLeast(least, text.cases.photosAtLeast(least)) }]}
    >
      <Select mode="multiple" options={photos} showSearch={{ optionFilterProp: 'label' }} />
    </Form.Item>
  )
}

/** Refuses fewer than so many. */
function atLeast(least: number, words: string) {
  return (_: unknown, chosen: unknown): Promise<void> =>
    Array.isArray(chosen) && chosen.length >= least ? Promise.resolve() : Promise.reject(new Error(words))
}
