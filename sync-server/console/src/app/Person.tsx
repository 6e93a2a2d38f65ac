import { UserOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Button, Dropdown } from 'antd'
import { lazy, Suspense, useState } from 'react'
import type { Me } from '../api/types'
import { drafts } from '../logic/drafts'
import { useFocusBack } from '../parts/useFocusBack'
import { useText } from '../text/language'
import { useWord } from '../text/words'
import { firstSignIn } from './firstSignIn'
import { endSession, tellWhenBack } from './leaving'
import { patiently } from './patiently'

const SecurityDialog = lazy(patiently(() => import('./SecurityDialog')))

/** Who is signed in, as what, and the way out. */
export function Person({ me }: { me: Me }) {
  const text = useText()
  const word = useWord()
  const client = useQueryClient()
  const [guarding, setGuarding] = useState(false)
  // Here and not in the dialog, which is loaded once the menu that opened it is gone.
  useFocusBack(guarding)
  const leave = async (): Promise<void> => {
    const isOut = await endSession()
    drafts.clear()
    firstSignIn.set(true)
    client.clear()
    if (!isOut) tellWhenBack()
  }
  const roles = me.grants.map((grant, index) => ({
    key: `role-${String(index)}`,
    label: [word('role', grant.role), grant.place_name].filter(Boolean).join(' · '),
    disabled: true,
  }))
  return (
    <>
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'body', label: me.organization, disabled: true },
          ...roles,
          { type: 'divider' },
          { key: 'security', label: text.security.title, onClick: () => setGuarding(true) },
          { key: 'out', label: text.signIn.out, onClick: () => void leave() },
        ],
      }}
    >
      <Button type="text" icon={<UserOutlined />}>
        {me.name}
      </Button>
    </Dropdown>
    {guarding && (
      <Suspense fallback={null}>
        <SecurityDialog me={me} onClose={() => setGuarding(false)} />
      </Suspense>
    )}
    </>
  )
}
