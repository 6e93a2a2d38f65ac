import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { Link } from 'react-router'
import { meQuery } from '../api/queries'
import { haveSignedIn } from '../api/signInRequest'
import { useStore } from '../api/store'
import { language, setLanguage, useText } from '../text/language'
import { firstSignIn } from './firstSignIn'
import { leaving } from './leaving'
import { SignInForm } from './SignInForm'
import { SignOn } from './SignOn'

/** The first page for whoever has no session. */
export function SignInPage() {
  const text = useText()
  const client = useQueryClient()
  const untold = useStore(leaving)
  return (
    <main className="door">
      <div className="door-card">
        <h1 className="door-title">{text.product}</h1>
        {untold && <Alert type="warning" role="alert" title={text.signIn.untold} className="gap-below" />}
        <SignInForm
          onDone={(me) => {
            client.setQueryData(meQuery.queryKey, me)
            firstSignIn.set(false)
            haveSignedIn()
          }}
        />
        <SignOn />
        <div className="door-foot">
          <Link to="/board">{text.signIn.publicBoard}</Link>
          <Button
            type="link"
            size="small"
            onClick={() => setLanguage(language.get() === 'zh' ? 'en' : 'zh')}
          >
            {text.language}
          </Button>
        </div>
      </div>
    </main>
  )
}
