import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import type { Me } from '../api/types'
import { ErrorNote } from '../parts/ErrorNote'
import { useText } from '../text/language'
import { canHoldKeys, enrollKey } from './enrollKey'
import { forgetKey } from './keyStore'
import { machineName } from './machineName'
import { ownKeyQuery } from './useOwnKey'

/** The person's key in this browser: on, off, or not possible here. */
export function OwnKeyPanel({ me }: { me: Me }) {
  const text = useText()
  const client = useQueryClient()
  const key = useQuery(ownKeyQuery(me.user)).data ?? null
  const able = useQuery({ queryKey: ['can-hold-keys'], queryFn: canHoldKeys, staleTime: Infinity }).data
  const again = (): Promise<void> => client.invalidateQueries({ queryKey: ['own-key'] })
  const enable = useMutation({
    mutationFn: () => enrollKey(me.user, machineName()),
    onSettled: again,
  })
  const forget = useMutation({ mutationFn: () => forgetKey(me.user), onSettled: again })
  return (
    <section>
      <h3>{text.ownKey.title}</h3>
      <ErrorNote problem={enable.error} />
      {key === null ? (
        <Alert className="gap-below" type="warning" title={text.ownKey.off} />
      ) : (
        <Alert className="gap-below" type="success" title={text.ownKey.on(key.shortId)} />
      )}
      <p className="note">{able === false ? text.ownKey.unable : text.ownKey.hint}</p>
      {key === null ? (
        <Button disabled={able !== true} loading={enable.isPending} onClick={() => enable.mutate()}>
          {text.ownKey.enable}
        </Button>
      ) : (
        <Button danger loading={forget.isPending} onClick={() => forget.mutate()}>
          {text.ownKey.forget}
        </Button>
      )}
    </section>
  )
}
