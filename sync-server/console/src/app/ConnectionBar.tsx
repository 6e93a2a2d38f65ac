import { Alert } from 'antd'
import { connection } from '../api/connection'
import { useStore } from '../api/store'
import { useText } from '../text/language'

/** Says what is going on when the relay does not answer as usual. */
export function ConnectionBar() {
  const text = useText()
  const state = useStore(connection)
  if (state === 'ok') return null
  return (
    <Alert
      banner
      type="warning"
      role="alert"
      title={text.connection[state]}
    />
  )
}
