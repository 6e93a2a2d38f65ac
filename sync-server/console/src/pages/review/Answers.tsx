import { Checkbox, Tag } from 'antd'
import { useState } from 'react'
import type { Checklist } from '../../api/reference'
import type { Content } from '../../api/types'
import { answersOf, textOf, type Answer } from '../../logic/answers'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'

const COLORS: Record<string, string> = { pass: 'green', fail: 'red', na: 'default' }

/** The checklist as it was answered, what failed first. */
export function Answers(props: {
  content: Content
  checklist: Checklist | undefined
  conflicts: Record<string, unknown>
}) {
  const text = useText()
  const word = useWord()
  const [onlyFailed, setOnlyFailed] = useState(false)
  const answers = answersOf(props.content)
  const failed = answers.filter((answer) => answer.result === 'fail')
  const rest = answers.filter((answer) => answer.result !== 'fail')
  const question = (item: string): string =>
    props.checklist?.items.find((one) => one.id === item)?.question ?? ''
  const isOpen = (answer: Answer): boolean =>
    Object.keys(props.conflicts).some((key) => key.startsWith(`a/${answer.item}/`))
  return (
    <Panel
      title={`${text.review.answers}（${text.review.failed} ${String(failed.length)} / ${String(answers.length)}）`}
      extra={
        <Checkbox checked={onlyFailed} onChange={(event) => setOnlyFailed(event.target.checked)}>
          {text.review.onlyFailed}
        </Checkbox>
      }
    >
      {[...failed, ...(onlyFailed ? [] : rest)].map((answer) => (
        <div
          key={answer.item}
          className={answer.result === 'fail' ? 'answer answer-fail' : 'answer'}
        >
          <div>
            <Tag color={COLORS[answer.result ?? ''] ?? 'default'}>
              {word('answer', answer.result ?? '')}
            </Tag>
          </div>
          <div>
            <span className="note">{answer.item}</span> {question(answer.item)}
            {answer.value !== undefined && answer.value !== null && (
              <b className="num"> {textOf(answer.value)}</b>
            )}
            {isOpen(answer) && <Tag color="orange">{text.review.conflicts}</Tag>}
            {(answer.part !== '' || answer.note !== '') && (
              <p>
                {answer.part !== '' && <Tag>{answer.part}</Tag>}
                {answer.note}
              </p>
            )}
          </div>
        </div>
      ))}
    </Panel>
  )
}
