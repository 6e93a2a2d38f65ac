import type { EventBody } from '../api/act'
import type { RecordCard } from '../api/types'
import type { Text } from '../text/zh'

/** What a field of an act takes. */
export type FieldKind =
  | 'text'
  | 'long'
  | 'days'
  | 'photo'
  | 'photos'
  | 'people'
  | 'department'
  | 'issuer'
  | 'grade'
  | 'premises_status'
  | 'result'
  | 'calendar'
  | 'flag'
  | 'list'

/** A field of an act. */
export interface FieldSpec {
  name: string
  kind: FieldKind
  label: keyof Text['form']
  optional?: boolean
  initial?: unknown
}

/** What was entered, by the names of the fields. */
export type Entered = Record<string, unknown>

/** An act that can be done in a browser: what it asks, and the event it makes. */
export interface ActionForm {
  fields: FieldSpec[]
  build: (entered: Entered, card: RecordCard) => EventBody
}

const reason: FieldSpec = { name: 'reason', kind: 'long', label: 'reason' }
const photos: FieldSpec = { name: 'photos', kind: 'photos', label: 'photos', optional: true }
const people: FieldSpec = { name: 'with', kind: 'people', label: 'with' }
const responsible: FieldSpec[] = [
  { name: 'unit', kind: 'text', label: 'unit' },
  { name: 'leader', kind: 'text', label: 'leader' },
  { name: 'person', kind: 'text', label: 'person' },
  { name: 'phone', kind: 'text', label: 'phone', optional: true },
]

/** An act whose fields stand in the event under the same names. */
function plain(name: string, ...fields: FieldSpec[]): ActionForm {
  return {
    fields,
    build: (entered) => ({
      [name]: Object.fromEntries(
        fields.map((field) => [field.name, entered[field.name] ?? empty(field.kind)]),
      ),
    }),
  }
}

function empty(kind: FieldKind): unknown {
  if (kind === 'photos' || kind === 'people' || kind === 'list') return []
  return kind === 'flag' ? false : ''
}

const pick = (entered: Entered, ...names: string[]): Record<string, unknown> =>
  Object.fromEntries(names.map((name) => [name, entered[name] ?? '']))

/**
 * Who is answerable. An empty number keeps the one on file, of the same person: it is sent as it is
 * shown, with its middle hidden, and the relay knows the whole one.
 */
export function responsibleOf(
  entered: Entered,
  { responsible: known }: Pick<RecordCard, 'responsible'>,
): Record<string, unknown> {
  const said = pick(entered, 'unit', 'leader', 'person', 'phone')
  const isKept = said['phone'] === '' && said['person'] === known?.person
  return isKept ? { ...said, phone: known?.phone ?? '' } : said
}

const ENDED = ['closed', 'voided', 'withdrawn', 'draft']

/** The hazards of a premises that are open: whoever says that it is over with it is told, and names them. */
export const openHazards = ({ related }: Pick<RecordCard, 'related'>): RecordCard['related'] =>
  related.filter((one) => one.kind === 'rectification' && !ENDED.includes(one.status))

/** Every act that a browser can do. What is not here is done on a phone. */
export const ACTION_FORMS: Record<string, ActionForm> = {
  accepted: {
    fields: [],
    build: (_, card) => ({ accepted: { version: card.submitted ?? card.version } }),
  },
  correction_opened: plain('correction_opened', reason),
  photo_lost: plain('photo_lost', { name: 'photo', kind: 'photo', label: 'photo' }, reason),
  grade_overridden: plain('grade_overridden', { name: 'grade', kind: 'grade', label: 'grade' }, reason),
  premises_status: {
    fields: [{ name: 'status', kind: 'premises_status', label: 'status' }, reason],
    build: (entered, card) => {
      const open = entered['status'] === 'active' ? [] : openHazards(card).map((one) => one.id)
      // An event that is signed here says nothing where there is none.
      const named = open.length === 0 ? {} : { open_hazards: open }
      return { premises_status: { ...pick(entered, 'status', 'reason'), ...named } }
    },
  },
  fixed_on_spot: plain(
    'fixed_on_spot',
    { name: 'before', kind: 'photo', label: 'before' },
    { name: 'after', kind: 'photo', label: 'after' },
  ),
  fix_verified: {
    fields: [
      { name: 'issuer', kind: 'issuer', label: 'issuer', optional: true },
      { name: 'note', kind: 'long', label: 'note', optional: true },
    ],
    build: (entered) => ({
      fix_verified: { issuer: entered['issuer'] ?? null, note: entered['note'] ?? '' },
    }),
  },
  fix_rejected: plain('fix_rejected', reason),
  responsibility_set: {
    fields: responsible,
    build: (entered, card) => ({ responsibility_set: responsibleOf(entered, card) }),
  },
  notice_issued: {
    fields: [
      { name: 'issuer', kind: 'issuer', label: 'issuer' },
      { name: 'days', kind: 'days', label: 'deadline', initial: 15 },
      { name: 'calendar', kind: 'calendar', label: 'calendar', initial: 'natural' },
      ...responsible,
    ],
    build: (entered, card) => ({
      notice_issued: {
        version: card.version,
        // No paper bears it, the final number comes with the act; but no two acts may state the same.
        provisional_number: `暂-Z-${String(Date.now())}`,
        issuer: entered['issuer'],
        deadline: { kind: 'days', days: entered['days'], calendar: entered['calendar'] },
        responsible: responsibleOf(entered, card),
      },
    }),
  },
  served: {
    fields: [{ name: 'tracking', kind: 'text', label: 'tracking' }],
    build: (entered) => ({ served: { mailed: pick(entered, 'tracking') } }),
  },
  // At a desk nobody is the owner: it is entered for them.
  feedback: {
    fields: [{ name: 'note', kind: 'long', label: 'note' }, photos],
    build: (entered) => ({
      feedback: { note: entered['note'] ?? '', photos: entered['photos'] ?? [], on_behalf: true },
    }),
  },
  extension_requested: plain('extension_requested', { name: 'days', kind: 'days', label: 'days' }, reason),
  extension_approved: plain('extension_approved', { name: 'days', kind: 'days', label: 'days' }),
  extension_refused: plain('extension_refused', reason),
  recheck_passed: plain('recheck_passed', people, photos),
  recheck_failed: plain('recheck_failed', reason, photos),
  // Whoever was named by another says themselves that they were there.
  'rectification.countersign': {
    fields: [],
    build: () => ({ step: { step: 'rectification.countersign' } }),
  },
  urged: plain('urged', { name: 'days', kind: 'days', label: 'days', initial: 3 }),
  escalated: plain('escalated', { name: 'to', kind: 'department', label: 'to', initial: 'PSB' }, reason),
  escalation_accepted: plain('escalation_accepted', {
    name: 'case_number',
    kind: 'text',
    label: 'caseNumber',
    optional: true,
  }),
  escalation_returned: plain('escalation_returned', reason),
  enforcement_result: plain(
    'enforcement_result',
    { name: 'result', kind: 'result', label: 'result', initial: 'fixed' },
    { name: 'note', kind: 'long', label: 'note' },
  ),
  suspected_major: plain('suspected_major', { name: 'basis', kind: 'list', label: 'basis' }),
  not_major: plain('not_major', reason),
  voided: plain('voided', reason),
  withdrawn: plain('withdrawn', reason),
}

/** Acts that take something from somebody: marked so. */
export const GRAVE = new Set(['voided', 'withdrawn', 'escalated', 'fix_rejected', 'recheck_failed'])
