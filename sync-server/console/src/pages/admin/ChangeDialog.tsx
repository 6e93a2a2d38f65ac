import { useQueryClient } from '@tanstack/react-query'
import { Form } from 'antd'
import type { ReactNode } from 'react'
import { changeOrganization, type Change, type ChangeProblem } from '../../api/organization'
import { useStore } from '../../api/store'
import { FormDialog, type Refused } from '../../parts/FormDialog'
import { language, useText } from '../../text/language'

/** Values of a form, by field. */
export type Values = Record<string, unknown>

/** The text of a field; empty if nothing was entered. */
export const textAt = (values: Values, name: string): string => {
  const value = values[name]
  return typeof value === 'string' ? value.trim() : ''
}

/**
 * Asks what a change of the organization needs, and makes it. What the relay finds wrong stands at
 * its field.
 */
export function ChangeDialog(props: {
  title: string
  /** Which person, grid or certificate, and what becomes of it. */
  draft: [subject: string, act: string]
  initial?: Values
  danger?: boolean
  note?: ReactNode
  build: (values: Values) => Change[]
  onClose: () => void
  children: ReactNode
}) {
  const text = useText()
  const of = useStore(language)
  const client = useQueryClient()
  const [form] = Form.useForm<Values>()
  const words = (problem: ChangeProblem): string =>
    of === 'zh' ? problem.message : problem.message_en
  const send = async (values: Values): Promise<Refused | undefined> => {
    const { applied, problems } = await changeOrganization(props.build(values))
    if (applied) {
      void client.invalidateQueries()
      return undefined
    }
    const fields = Object.keys(form.getFieldsValue() as Values)
    const here = problems.filter((problem) => fields.includes(problem.field))
    form.setFields(here.map((problem) => ({ name: problem.field, errors: [words(problem)] })))
    return { refused: problems.filter((problem) => !here.includes(problem)).map(words).join('；') }
  }
  return (
    <FormDialog<Values>
      form={form}
      title={props.title}
      okText={text.confirm}
      draft={props.draft}
      danger={props.danger ?? false}
      initial={props.initial ?? {}}
      done={text.admin.changed}
      about={props.note !== undefined && <p className="note">{props.note}</p>}
      send={send}
      onClose={props.onClose}
    >
      {props.children}
    </FormDialog>
  )
}

/** A field that is left out if it has no value. */
export const unlessEmpty = <K extends string>(
  name: K,
  value: string | undefined,
): Partial<Record<K, string>> =>
  value === undefined || value === '' ? {} : ({ [name]: value } as Record<K, string>)
