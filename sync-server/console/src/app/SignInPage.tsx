import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { Link } from 'react-router'
import { meQuery } from '../api/queries'
import { haveSignedIn } from '../api/signInRequest'
import { language, setLanguage, useText } from '../text/language'
import { firstSignIn } from './firstSignIn'
import { SignInForm } from './SignInForm'
import { SignOn } from './SignOn'

/** The first page for whoever has no session. */
export function SignInPage() {
  const text = useText()
  const client = useQueryClient()
  return (
    <main className="door">
      <div className="door-card">
        <h1 className="door-title">{text.product}</h1>
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
