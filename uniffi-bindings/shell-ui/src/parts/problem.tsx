import type { BridgeError } from '../bridge/call'
import { fieldName, language, t } from '../text/words'
import { happened, kept, next } from './explain'
import { plain } from './plain'

/**
 * What went wrong, what was kept, what to do. `said`: what went wrong, where the page has better words;
 * `calm`: nothing is lost, and nothing is to be done.
 */
export function Problem({ error, item, said, calm }: { error: BridgeError | undefined; item?: (key: string) => string; said?: string | undefined; calm?: boolean }) {
  if (!error) return null
  return (
    <div className={calm ? 'problem calm' : 'problem'} role="alert">
      <b>{said ?? happened(error)}</b>
      {error.findings.length > 0 && (
        <ul>
          {error.findings.map((one, index) => (
            <li key={index}>
              {one.key && `${item?.(one.key) ?? fieldName(one.key)}：`}
              {language() === 'en' ? one.text : plain(one.text, t.error.finding)}
              {/[\u4e00-\u9fff]/.test(one.detail) && one.detail.length < 30 && `（${one.detail}）`}
            </li>
          ))}
        </ul>
      )}
      <small>{kept(error)}</small>
      <small>
        <b>{t.error.next}</b>
        {next(error)}
      </small>
    </div>
  )
}
