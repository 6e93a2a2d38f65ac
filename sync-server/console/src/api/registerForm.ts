import type { components } from './schema'
import type { SheetField } from './sheets'

/** A field of a register's entry; rows and groups have fields of their own. */
export interface EntryField extends SheetField {
  en: string
  /** The group of the shared labels that holds its codes. */
  words?: string
  /** A code that is not on the list may be typed too. */
  open?: boolean
  fields?: EntryField[]
}

/** How the rows of a register are filled in. */
export interface RegisterForm {
  /** Names of fields, `@from` for the first day, `=word` for that word; empty: the key is free. */
  key: string[]
  fields: EntryField[]
}

/** The form of a register, spelt out where the description says an object. */
export function formOf(register: components['schemas']['RegisterView'] | undefined): RegisterForm | undefined {
  return (register?.form ?? undefined) as unknown as RegisterForm | undefined
}
