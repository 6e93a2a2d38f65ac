import type { BridgeError } from '../bridge/call'
import { fieldName, t } from '../text/words'
import { happened, kept, next } from './explain'

/** What went wrong, what was kept, what to do. */
export function Problem({ error, item }: { error: BridgeError | undefined; item?: (key: string) => string }) {
  if (!error) return null
  return (
    <div className="problem" role="alert">
      <b>{happened(error)}</b>
      {error.findings.length > 0 && (
        <ul>
          {error.findings.map((one, index) => (
            <li key={index}>
              {one.key && `${item?.(one.key) ?? fieldName(one.key)}：`}
              {one.text}
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
