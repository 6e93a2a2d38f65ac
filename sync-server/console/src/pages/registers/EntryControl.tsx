import { useQuery } from '@tanstack/react-query'
import { Input, InputNumber, Select, Switch } from 'antd'
import { gridsQuery, meQuery, useReference } from '../../api/queries'
import type { EntryField } from '../../api/registerForm'
import { registerRowsQuery } from '../../api/registerRows'
import type { SheetField } from '../../api/sheets'
import { useStore } from '../../api/store'
import { mayDo } from '../../app/menu'
import { holdsMany } from '../../logic/sheetEntry'
import { RecordSelect } from '../../parts/RecordSelect'
import { RelayDatePicker } from '../../parts/RelayDatePicker'
import { usePackOptions, type PackOption } from '../../parts/usePackOptions'
import { language, useText } from '../../text/language'
import { useWord, wordCodes } from '../../text/words'
import { peopleQuery } from '../../api/people'
import { casesQuery } from '../cases/casesQuery'
import { ConditionControl } from './ConditionControl'
import { OpenSelect } from './OpenSelect'
import { useRegisterOptions } from './useRegisterOptions'

/** A field of a sheet, or of a register that the program describes. */
type AnyField = SheetField & Pick<Partial<EntryField>, 'words' | 'open'>

/** The input for a field of a sheet or register: chosen where there is something to choose, tags where there are several. */
export function EntryControl({ field, ...given }: { field: AnyField }) {
  const text = useText()
  const options = useOptions(field)
  if (field.kind === 'date') return <RelayDatePicker {...given} style={{ width: '100%' }} />
  if (field.kind === 'count') return <InputNumber {...given} min={0} precision={0} style={{ width: '100%' }} />
  if (field.kind === 'flag') return <Switch {...given} />
  if (field.kind === 'record' && field.name === 'premises') {
    return <RecordSelect {...given} name="premises" label={field.zh} placeholder={text.cases.findRecord} />
  }
  if (field.kind === 'condition') return <ConditionControl {...given} label={field.zh} />
  if (options.length > 0 && field.open === true) return <OpenSelect {...given} label={field.zh} options={options} />
  if (options.length > 0) {
    return (
      <Select
        {...given}
        allowClear={field.optional === true}
        {...(holdsMany(field) ? { mode: 'multiple' as const } : {})}
        showSearch={{ optionFilterProp: 'label' }}
        options={options}
      />
    )
  }
  if (field.kind === 'counts' || holdsMany(field)) return <Select {...given} mode="tags" tokenSeparators={[',', '，', '、']} open={false} />
  return <Input {...given} maxLength={500} autoComplete="off" />
}

/** What a field lets one choose from; none: it is typed. */
function useOptions(field: AnyField): PackOption[] {
  const of = useStore(language)
  const isPerson = field.kind === 'person' || field.kind === 'people'
  const isGrid = field.kind === 'grid' || field.kind === 'grids'
  const isCode = field.kind === 'code' || field.kind === 'codes'
  const manages = mayDo(useQuery(meQuery).data, ['person_manage'])
  const people = useQuery({ ...peopleQuery, enabled: isPerson && manages }).data ?? []
  const grids = useQuery({ ...gridsQuery, enabled: isGrid }).data ?? []
  const lists = useQuery({ ...casesQuery, enabled: isCode }).data?.lists ?? {}
  const word = useWord()
  const pack = usePackOptions()
  const checklists = useReference()?.checklists ?? []
  const sheet = field.kind === 'entry' ? field.sheet : undefined
  const rows = useQuery({ ...registerRowsQuery(sheet ?? ''), enabled: sheet !== undefined }).data ?? []
  const own = useRegisterOptions(isCode ? field.list : undefined)
  if (isPerson) {
    return people.map((one) => ({ value: one.id, label: [one.name, one.organization].filter(Boolean).join(' · ') }))
  }
  if (isGrid) return grids.map((one) => ({ value: one.id, label: one.name }))
  if (field.words !== undefined) {
    const group = field.words
    return wordCodes(group).map((code) => ({ value: code, label: word(group, code) }))
  }
  if (own !== undefined) return own
  if (isCode && field.list === 'grades') return pack.grades
  if (isCode && field.list === 'agencies') return [{ value: 'GRID', label: word('visitor', 'grid') }, ...pack.departments]
  if (isCode && field.list === 'checklists') {
    return checklists.map((one) => ({ value: one.code, label: of === 'zh' ? one.zh : one.en }))
  }
  if (isCode) {
    const entries = lists[field.list ?? ''] ?? []
    return entries.map((one) => ({ value: one.code, label: of === 'zh' ? one.zh : (one.en ?? one.zh) }))
  }
  return rows.map((one) => ({ value: one.key, label: one.key }))
}
