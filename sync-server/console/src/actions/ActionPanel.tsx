import { Button, Tooltip } from 'antd'
import { useState } from 'react'
import type { RecordCard } from '../api/types'
import { useOwnKey } from '../ownkey/useOwnKey'
import { Panel } from '../parts/Panel'
import { useText } from '../text/language'
import { useWord } from '../text/words'
import { ActionDialog } from './ActionDialog'
import { ACTION_FORMS, GRAVE } from './forms'

/** Exactly what the relay would let this person do now, nothing more and nothing less. */
export function ActionPanel({ card, skip = [] }: { card: RecordCard; skip?: string[] }) {
  const text = useText()
  const word = useWord()
  const [action, setAction] = useState<string>()
  const key = useOwnKey()
  const needsKey = new Set(card.own_key_actions)
  const offered = [...card.allowed_actions, ...card.own_key_actions].filter(
    (one) => !skip.includes(one),
  )
  return (
    <Panel title={text.hazard.actions}>
      {offered.length === 0 && <span className="note">{text.hazard.noActions}</span>}
      <div className="actions">
        {offered.map((one) =>
          ACTION_FORMS[one] === undefined ? (
            <Tooltip key={one} title={text.hazard.onPhone}>
              <Button disabled>
                {word('event', one)}（{text.hazard.onPhone}）
              </Button>
            </Tooltip>
          ) : needsKey.has(one) && key === null ? (
            <Tooltip key={one} title={text.ownKey.needed}>
              <Button disabled>
                {word('event', one)}（{text.ownKey.neededShort}）
              </Button>
            </Tooltip>
          ) : (
            <Button key={one} danger={GRAVE.has(one)} onClick={() => setAction(one)}>
              {word('event', one)}
            </Button>
          ),
        )}
      </div>
      {action !== undefined && (
        <ActionDialog
          key={action}
          card={card}
          action={action}
          onClose={() => setAction(undefined)}
        />
      )}
    </Panel>
  )
}
