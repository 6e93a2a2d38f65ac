import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Space } from 'antd'
import { useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { act, type EventBody } from '../../api/act'
import { meQuery } from '../../api/queries'
import type { Me, RecordCard } from '../../api/types'
import { useProblemWords } from '../../parts/ErrorNote'
import { useReason } from '../../parts/useReason'
import { useText } from '../../text/language'

/** A decision on an inspection, and what is said once it is made. */
export interface Decision {
  card: RecordCard
  event: EventBody
  said: string
}

/**
 * Decisions on their way to the relay, whatever is on screen when the answer comes: a refusal is told with the
 * name of the premises, and stays until whoever pressed the key has seen it.
 */
export function useDecisions(onDone: (id: string) => void): {
  underWay: string[]
  decide: (decision: Decision) => Promise<boolean>
} {
  const text = useText()
  const reason = useReason()
  const words = useProblemWords()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const [underWay, setUnderWay] = useState<string[]>([])
  // At once, not with the next drawing: two presses of a key are one decision.
  const sent = useRef(new Set<string>())
  const send = useMutation({
    mutationFn: ({ card, event }: Decision) =>
      act(card.id, event, client.getQueryData<Me>(meQuery.queryKey)?.user),
    // Nobody waits for the lists before the next one is shown.
    onSettled: () => void client.invalidateQueries(),
  })
  const refuse = (card: RecordCard, why: string): void => {
    const key = `refused-${card.id}`
    const away = (): void => message.destroy(key)
    const back = (): void => {
      away()
      void navigate(`/review/${card.id}`)
    }
    void message.error({
      key,
      duration: 0,
      content: (
        <span role="alert">
          {card.premises_name}：{why}{' '}
          <Space>
            <Button size="small" onClick={back}>
              {text.open}
            </Button>
            <Button size="small" onClick={away}>
              {text.close}
            </Button>
          </Space>
        </span>
      ),
    })
  }
  const decide = async (decision: Decision): Promise<boolean> => {
    const { card, said } = decision
    if (sent.current.has(card.id)) return false
    sent.current.add(card.id)
    setUnderWay([...sent.current])
    message.destroy(`refused-${card.id}`)
    try {
      const result = await send.mutateAsync(decision)
      if (!result.applied) {
        refuse(card, `${text.problem.noEffect}：${reason(result.reason)}`)
        return false
      }
      void message.success(said)
      onDone(card.id)
      return true
    } catch (problem) {
      refuse(card, words(problem))
      return false
    } finally {
      sent.current.delete(card.id)
      setUnderWay([...sent.current])
    }
  }
  return { underWay, decide }
}
