import { useState } from 'react'
import { call } from '../bridge/call'
import type { Lesson, QuizResult } from '../bridge/types'
import { useCall } from '../bridge/use'
import { useForm } from '../bridge/form'
import { submitted } from '../bridge/sync'
import { plainDay, t } from '../text/words'
import { useAct } from '../parts/act'
import { Empty, Screen, Tag } from '../parts/basics'
import { Problem } from '../parts/problem'

/** Lessons with their quizzes（S0-38）. */
export function Training() {
  const lessons = useCall('training.lessons')
  const [open, setOpen] = useState<string>()
  const lesson = lessons.data?.find((it) => it.key === open)
  return (
    <Screen title={t.training.title}>
      <Problem error={lessons.error} />
      {lessons.data?.length === 0 && <Empty>{t.training.none}</Empty>}
      {!lesson &&
        lessons.data?.map((it) => (
          <button key={it.key} className="card row" onClick={() => setOpen(it.key)}>
            <span className="main">
              <b>{it.title}</b>
              {it.until && <span className="sub">{t.month.due(plainDay(it.until))}</span>}
            </span>
            {it.passed && <Tag tone="green">{t.training.passed}</Tag>}
          </button>
        ))}
      {lesson && <Quiz lesson={lesson} />}
    </Screen>
  )
}

function Quiz({ lesson }: { lesson: Lesson }) {
  const form = useForm(`quiz/${lesson.key}`, { answers: [] as (number | null)[] })
  const [result, setResult] = useState<QuizResult>()
  const act = useAct()
  const chosen = lesson.questions.map((_, index) => form.value.answers[index] ?? null)
  if (!form.ready) return <Empty>{t.loading}</Empty>
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
          <b>{t.training.result(result.score, result.of)}</b>
          <p>{result.passed ? t.training.pass : t.training.fail}</p>
        </div>
      ) : (
        <button
          className="btn main"
          disabled={act.busy || chosen.includes(null)}
          onClick={() =>
            void act.run(async () => {
              setResult(await call('training.quiz', { lesson: lesson.key, answers: chosen.filter((it) => it !== null) }))
              await form.drop()
              submitted()
            })
          }
        >
          {t.training.submit}
        </button>
      )}
    </>
  )
}
