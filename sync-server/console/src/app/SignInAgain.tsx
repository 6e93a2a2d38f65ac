import { useQueryClient } from '@tanstack/react-query'
import { Alert, Modal } from 'antd'
import { useEffect } from 'react'
import { meQuery } from '../api/queries'
import { haveSignedIn, signInNeeded } from '../api/signInRequest'
import { useStore } from '../api/store'
import type { Me } from '../api/types'
import { useFocusBack } from '../parts/useFocusBack'
import { useText } from '../text/language'
import { firstSignIn } from './firstSignIn'
import { SignInForm } from './SignInForm'
import { SignOn } from './SignOn'

/** Signing in again, over the page: what was typed stays, and the waiting requests go on. */
export function SignInAgain() {
  const text = useText()
  const client = useQueryClient()
  const needed = useStore(signInNeeded)
  const first = useStore(firstSignIn)
  const known = client.getQueryData<Me>(meQuery.queryKey)
  const isFresh = needed && known === undefined
  const isOpen = needed && !first && known !== undefined
  // Whoever was typing goes on where they were.
  const giveBack = useFocusBack(isOpen)
  useEffect(() => {
    // Nobody was signed in on this page: the sign-in page serves better than a dialog over nothing.
    if (isFresh) firstSignIn.set(true)
  }, [isFresh])
  const done = (me: Me): void => {
    if (known !== undefined && known.user !== me.user) {
      window.location.reload()
      return
    }
    client.setQueryData(meQuery.queryKey, me)
    haveSignedIn()
  }
  return (
    <Modal
      open={isOpen}
      afterClose={giveBack}
      title={text.signIn.again}
      footer={null}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      destroyOnHidden
      zIndex={2000}
    >
      <Alert type="info" title={text.signIn.againHint} className="gap-below" />
      <SignInForm onDone={done} />
      <SignOn beside={done} />
    </Modal>
  )
}
