import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Divider } from 'antd'
import { signOnQuery } from '../api/queries'
import type { Me } from '../api/types'
import { useText } from '../text/language'

/** Why the provider's answer signed nobody in, as the relay told this page when it was loaded. */
const failure = new URLSearchParams(window.location.search).get('sign_on')

/**
 * Signing in by a provider of the organisation, if the relay has one. Over a page with typed text
 * it opens beside it, and the person says when it is done.
 */
export function SignOn({ beside }: { beside?: (me: Me) => void }) {
  const text = useText()
  const offer = useQuery(signOnQuery)
  const name = offer.data?.name
  if (name == null) return null
  const words = text.signOn.failed
  const known = failure !== null && failure in words ? (failure as keyof typeof words) : 'invalid'
  return (
    <>
      <Divider plain>{text.signOn.or}</Divider>
      {failure !== null && beside === undefined && (
        <Alert type="error" role="alert" title={words[known]} className="gap-below" />
      )}
      <Button block href="/api/v1/sign-on/begin" {...(beside === undefined ? {} : { target: '_blank' })}>
        {text.signOn.with(name)}
      </Button>
      {beside !== undefined && (
        <Button block type="link" onClick={() => void look(beside)}>
          {text.signOn.done}
        </Button>
      )}
    </>
  )
}

/** Past the client that waits for a session: there may be none yet, and then nothing happens. */
async function look(found: (me: Me) => void): Promise<void> {
  const answer = await fetch('/api/v1/me').catch(() => undefined)
  if (answer?.ok === true) found((await answer.json()) as Me)
}
