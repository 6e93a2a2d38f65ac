import { Alert, Button } from 'antd'
import { useStore } from '../api/store'
import { ApiProblem } from '../api/problem'
import { NotWhatWasAsked } from '../ownkey/NotWhatWasAsked'
import { language, useText } from '../text/language'

/** The words of a refusal or failure in the language in use. */
export function useProblemWords(): (problem: unknown) => string {
  const text = useText()
  const of = useStore(language)
  return (problem) => {
    if (problem instanceof NotWhatWasAsked) return text.ownKey.mismatch
    if (!(problem instanceof ApiProblem)) return text.problem.noNetwork
    if (problem.code === 'forbidden') return text.problem.forbidden
    if (problem.code === 'not_found') return text.problem.notFound
    return of === 'zh' ? withoutRule(problem.zh) : problem.en
  }
}

/** The mark of the rule at the end, e.g. （S0-10）, says nothing to whoever reads it. */
function withoutRule(words: string): string {
  return words.replace(/（(?:S\d-\d{2}|design|handbook|\/)[^（）]*）/g, '')
}

/** What is as it should be for now, and no failure: asking again changes nothing. */
const EXPECTED = new Set(['station_profile_missing', 'period_not_over'])

/** Says what went wrong, and offers to try again. */
export function ErrorNote({ problem, onRetry }: { problem: unknown; onRetry?: () => void }) {
  const text = useText()
  const words = useProblemWords()
  if (problem === null || problem === undefined) return null
  const code = problem instanceof ApiProblem ? problem.code : ''
  const isExpected = EXPECTED.has(code)
  return (
    <Alert
      type={isExpected ? 'info' : 'error'}
      role={isExpected ? 'status' : 'alert'}
      className="gap-below"
      title={words(problem)}
      action={
        onRetry === undefined || isExpected || code === 'forbidden' ? undefined : (
          <Button size="small" onClick={onRetry}>
            {text.retry}
          </Button>
        )
      }
    />
  )
}
