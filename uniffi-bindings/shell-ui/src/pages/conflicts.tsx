import { call } from '../bridge/call'
import type { Scalar } from '../bridge/types'
import { useCall } from '../bridge/use'
import { fieldName, valueText, zh } from '../text/zh'
import { useAct } from '../parts/act'
import { Empty, Problem, Screen } from '../parts/basics'
import { toast } from '../parts/toast'

interface Conflict {
  key: string
  values: Scalar[]
  shown: Scalar
}

/** Fields that two people filled in differently: one is chosen. */
export function Conflicts({ record }: { record: string }) {
  const list = useCall<Conflict[]>('record.conflicts', { record })
  const act = useAct()
  return (
    <Screen title={zh.conflicts.title}>
      <Problem error={list.error ?? act.error} />
      {list.data?.length === 0 && <Empty>{zh.conflicts.none}</Empty>}
      {list.data && list.data.length > 0 && <p className="hint">{zh.conflicts.hint}</p>}
      {list.data?.map((one) => (
        <section key={one.key} className="card pad">
          <b>{fieldName(one.key)}</b>
          <p />
          <div className="stack">
            {one.values.map((value, index) => (
              <button
                key={index}
                className="btn"
                disabled={act.busy}
                onClick={() =>
                  void act.run(async () => {
                    await call('record.resolve', { record, key: one.key, value })
                    toast(zh.conflicts.done)
                  })
                }
              >
                {valueText(one.key, value)}
                {value === one.shown && `（${zh.conflicts.shown}）`}
              </button>
            ))}
          </div>
        </section>
      ))}
    </Screen>
  )
}
