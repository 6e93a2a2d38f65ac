import { useState } from 'react'
import { call } from '../bridge/call'
import type { Lesson } from '../bridge/types'
import { useCall } from '../bridge/use'
import { useForm } from '../bridge/form'
import { submitted } from '../bridge/sync'
import { plainDay, zh } from '../text/zh'
import { useAct } from '../parts/act'
import { Empty, Problem, Screen, Tag } from '../parts/basics'

interface Result {
  score: number
  of: number
  passed: boolean
}

/** Lessons with their quizzes（S0-38）. */
export function Training() {
  const lessons = useCall<Lesson[]>('training.lessons')
  const [open, setOpen] = useState<string>()
  const lesson = lessons.data?.find((it) => it.key === open)
  return (
    <Screen title={zh.training.title}>
      <Problem error={lessons.error} />
      {lessons.data?.length === 0 && <Empty>{zh.training.none}</Empty>}
      {!lesson &&
        lessons.data?.map((it) => (
          <button key={it.key} className="card row" onClick={() => setOpen(it.key)}>
            <span className="main">
              <b>{it.title}</b>
              {it.until && <span className="sub">{zh.month.due(plainDay(it.until))}</span>}
            </span>
            {it.passed && <Tag tone="green">{zh.training.passed}</Tag>}
          </button>
        ))}
      {lesson && <Quiz lesson={lesson} />}
    </Screen>
  )
}

function Quiz({ lesson }: { lesson: Lesson }) {
  const form = useForm(`quiz/${lesson.key}`, { answers: [] as (number | null)[] })
  const [result, setResult] = useState<Result>()
  const act = useAct()
  const chosen = lesson.questions.map((_, index) => form.value.answers[index] ?? null)
  return (
    <>
      <div className="card pad text">
        <b>{lesson.title}</b>
        {lesson.text.split('\n').map((line, index) => (
          <p key={index}>{line}</p>
        ))}
      </div>
      <Problem error={act.error} />
      {lesson.questions.map((question, index) => (
        <div key={index} className="card pad stack">
          <b>
            {index + 1}. {question.text}
          </b>
          {question.options.map((option, at) => (
            <button key={at} className="choice" aria-pressed={chosen[index] === at} onClick={() => form.set({ answers: chosen.map((it, place) => (place === index ? at : it)) })}>
              {option}
            </button>
          ))}
        </div>
      ))}
      {result ? (
        <div className="card pad">
          <b>{zh.training.result(result.score, result.of)}</b>
          <p>{result.passed ? zh.training.pass : zh.training.fail}</p>
        </div>
      ) : (
        <button
          className="btn main"
          disabled={act.busy || chosen.includes(null)}
          onClick={() =>
            void act.run(async () => {
              setResult(await call<Result>('training.quiz', { lesson: lesson.key, answers: chosen }))
              await form.drop()
              submitted()
            })
          }
        >
          {zh.training.submit}
        </button>
      )}
    </>
  )
}
