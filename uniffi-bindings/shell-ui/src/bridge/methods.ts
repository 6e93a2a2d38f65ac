// Every method of docs/BRIDGE.md with what it takes and what it answers. `scripts/check-bridge.mjs`
// holds this list to that page: each name, each argument of its examples, each key of its answers.
import type * as of from './types'

/** Nothing is asked for. */
export type Nothing = Record<string, never>
type Fields = Record<string, of.Scalar>
type Sealed = { envelope: string }

export interface Methods {
  'phone.status': { args: Nothing; answer: of.Status }
  'phone.enroll': { args: { link: string }; answer: null }
  'phone.opened': { args: Nothing; answer: of.Opened }
  'phone.release_originals': { args: { consent?: boolean }; answer: { bytes: number } }
  'phone.grids': { args: Nothing; answer: of.Grid[] }
  'phone.people': { args: Nothing; answer: of.Person[] }
  'phone.contacts': { args: { grid: string }; answer: of.ContactCard }
  'pin.state': { args: Nothing; answer: of.PinState }
  'pin.set': { args: { old: string | null; new: string }; answer: null }
  'pin.remove': { args: { pin: string }; answer: null }
  'pin.lock': { args: Nothing; answer: null }
  'pin.unlock': { args: { pin: string }; answer: null }
  'pin.set_platform': { args: { on: boolean }; answer: null }
  'pin.unlock_by_platform': { args: Nothing; answer: null }
  'lease.request': { args: Nothing; answer: { code: string } }
  'lease.sign': { args: { request: string; days: number }; answer: { code: string } }
  'lease.accept': { args: { code: string }; answer: { until_ms: number } }
  'form.keep': { args: { name: string; text: string }; answer: null }
  'form.get': { args: { name: string }; answer: { text: string | null } }
  'form.drop': { args: { name: string }; answer: null }
  'sync.run': { args: { wifi?: boolean; frugal?: boolean; photos: boolean }; answer: of.SyncReport }
  'sync.state': { args: Nothing; answer: of.SyncState }
  'sync.cancel': { args: Nothing; answer: { cancelled: boolean } }
  'policy.get': { args: Nothing; answer: of.Policy }
  'policy.guide': { args: { item: string }; answer: of.Guide }
  'plan.due': { args: { grid: string | null; limit: number }; answer: of.DueItem[] }
  'plan.tasks': { args: { grid: string | null }; answer: of.MonthTask[] }
  'plan.month': { args: { grid: string | null }; answer: of.MonthDays }
  'plan.jobs': { args: Nothing; answer: of.Job[] }
  'plan.week': { args: { village: string; on: string; note?: string }; answer: of.VillageWeek }
  'plan.report_week': { args: { village: string; on: string; note: string }; answer: { case: string } }
  'premises.list': { args: { grid: string | null; after: string | null; limit: number }; answer: of.PremisesRow[] }
  'premises.search': { args: { query: string; limit: number }; answer: of.PremisesRow[] }
  'premises.get': { args: { premises: string }; answer: of.PremisesView }
  'premises.near': { args: { grid: string; fields: Fields; except: string | null }; answer: of.Near[] }
  'premises.create': { args: { grid: string; fields: Fields }; answer: { premises: string } }
  'premises.edit': { args: { premises: string; fields: Fields }; answer: Sealed }
  'premises.census': { args: { premises: string; outcome: string; note: string }; answer: Sealed }
  'inspection.list': { args: { premises: string | null; skip?: number; limit: number }; answer: of.InspectionRow[] }
  'inspection.start': { args: { premises: string; mode: string; position: of.Spot | null; inspectors: string }; answer: { inspection: string } }
  'inspection.get': { args: { inspection: string }; answer: of.InspectionView }
  'inspection.answer': { args: { inspection: string; item: string } & of.AnswerChange; answer: null }
  'inspection.submit': {
    args: { inspection: string; outcome: string | null; note: string; correction: string | null; raise_hazards: boolean }
    answer: of.Submitted
  }
  'record.get': { args: { record: string }; answer: of.RecordView }
  'record.history': { args: { record: string }; answer: of.HistoryLine[] }
  'record.edits': { args: { record: string }; answer: of.FieldEdit[] }
  'record.conflicts': { args: { record: string }; answer: of.Conflict[] }
  'record.resolve': { args: { record: string; key: string; value: of.Scalar }; answer: null }
  'record.sign': { args: { record: string } & of.SignatureInput; answer: { signature: string } }
  'record.drop_signature': { args: { record: string; signature: string }; answer: null }
  'record.strokes': { args: { record: string; signature: string }; answer: { strokes: string } }
  'record.withdraw': { args: { record: string; reason: string }; answer: Sealed }
  'hazard.list': { args: { premises: string | null; inspection: string | null; open_only: boolean; newest_first?: boolean; skip?: number; limit: number }; answer: of.HazardRow[] }
  'hazard.annulled': { args: Nothing; answer: of.AnnulledEscalation[] }
  'hazard.draft': { args: of.HazardInput; answer: { hazard: string } }
  'hazard.edit': { args: { hazard: string; fields: Fields }; answer: null }
  'hazard.raise': { args: { hazard: string }; answer: Sealed & { advice: of.Finding[] } }
  'hazard.fix_on_spot': { args: { hazard: string; before: string; after: string }; answer: Sealed }
  'hazard.feedback': { args: { hazard: string; note: string; photos: string[]; on_behalf: boolean }; answer: Sealed }
  'hazard.recheck': { args: { hazard: string; passed: boolean; with: string[]; reason: string; photos: string[] }; answer: Sealed }
  'hazard.extend': { args: { hazard: string; days: number; reason: string }; answer: Sealed }
  'hazard.urge': { args: { hazard: string; days: number }; answer: Sealed }
  'hazard.escalate': { args: { hazard: string; to: string; reason: string }; answer: Sealed }
  'hazard.unstaffed': { args: { hazard: string; to: string }; answer: { unstaffed: boolean } }
  'hazard.void': { args: { hazard: string; reason: string }; answer: Sealed }
  'notice.issue': {
    args: { hazard: string; issuer: string; deadline: of.Deadline; responsible: of.Responsible }
    answer: { number: string }
  }
  'notice.serve': {
    args: {
      hazard: string
      how: 'signed' | 'refused' | 'posted' | 'mailed'
      signature: of.SignatureInput | null
      witnesses: of.SignatureInput[]
      note: string
      photo: string | null
      tracking: string
    }
    answer: Sealed
  }
  'notice.owner_code': { args: { hazard: string }; answer: { code: string | null } }
  'case.kinds': { args: Nothing; answer: of.CaseKind[] }
  'case.list': {
    args: { kind: string | null; status?: string | null; grid?: string | null; premises: string | null; open_only: boolean; skip: number; limit: number }
    answer: of.CaseRow[]
  }
  'case.read': { args: { case: string }; answer: of.CaseView }
  'case.open': { args: { kind: string; premises?: string | null; record?: string | null; grid?: string | null; fields: Fields }; answer: { case: string } }
  'case.edit': { args: { case: string; fields: Fields }; answer: null }
  'case.step': {
    args: { case: string; step: string; fields: Fields; with: string[]; photos: string[]; due: of.Deadline | null }
    answer: of.StepTaken
  }
  'photo.attach': { args: of.PhotoInput & { base64?: string; file?: string }; answer: of.Attached }
  'photo.bytes': { args: of.PhotoCopy; answer: { base64: string } }
  'photo.fetch': { args: of.PhotoCopy; answer: { base64: string } }
  'refused.list': { args: Nothing; answer: of.Refused[] }
  'refused.apply_again': { args: { envelope: string; keys: string[] | null }; answer: { taken: string[] } }
  'score.card': { args: { month: string }; answer: of.ScoreCard }
  'score.object': { args: { record: string; code: string; day?: string; text: string }; answer: null }
  'score.rewards': { args: Nothing; answer: of.Rewards }
  'training.lessons': { args: Nothing; answer: of.Lesson[] }
  'training.quiz': { args: { lesson: string; answers: number[] }; answer: of.QuizResult }
  'paper.make': { args: { record: string; kind: of.PaperKind }; answer: of.Paper }
}

export type Method = keyof Methods
export type Args<M extends Method> = Methods[M]['args']
export type Given<M extends Method> = Methods[M]['answer']
/** Arguments may be left out where there are none. */
export type Asked<M extends Method> = Args<M> extends Nothing ? [args?: Args<M>] : [args: Args<M>]
