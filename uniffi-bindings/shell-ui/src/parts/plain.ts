// What the core or a host answers is written for whoever looks into it. On a screen stand no marks of rules,
// no codes and no English: whoever holds the phone can do nothing with them.
import { t } from '../text/words'

/** Where a rule stands, after the sentence: （S4-06）, （设计 7）, （手册 2.3）, （规则包）, （/numbering/issuers）. */
const RULE = /[（(]\s*(?:(?:S\d-\d{2}|设计|手册|规则包|design|handbook|\/)[^（）()]*)[）)]/g
/** A wait that is none. */
const NO_WAIT = /；等待 0 秒后可再试/
/** `1 to 30` of a refusal, as people say it. */
const RANGE = /(\d+) to (\d+)/g
const CHINESE = /[\u4e00-\u9fff]/
/** A code, or words for a developer. */
const CODE = /[a-z]+_[a-z_]+|[a-z]{3,} [a-z]{2,}|`/i

/** A message as it is shown; what a machine would say instead if nothing is left of it. */
export function plain(message: string, instead: string = t.error.unsaid): string {
  const parts = message
    .replace(RULE, '')
    .replace(NO_WAIT, '')
    .replace(RANGE, (_, from: string, to: string) => t.error.range(from, to))
    .split('：')
    .map((part) => part.trim())
  // A part that is a name somebody gave stays: only what reads like a machine goes.
  const kept = parts.filter((part) => part !== '' && !(CODE.test(part) && !CHINESE.test(part)))
  return kept.some((part) => CHINESE.test(part)) ? kept.join('：') : instead
}
