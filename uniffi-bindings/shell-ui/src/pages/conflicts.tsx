import { call } from '../bridge/call'
import { useCall } from '../bridge/use'
import { valueText, t } from '../text/words'
import { useAct } from '../parts/act'
import { Empty, Screen } from '../parts/basics'
import { FieldName } from '../parts/field-name'
import { Problem } from '../parts/problem'
import { toast } from '../parts/toast'

/** Fields that two people filled in differently: one is chosen. */
export function Conflicts({ record }: { record: string }) {
  const list = useCall('record.conflicts', { record })
  const act = useAct()
  return (
    <Screen title={t.conflicts.title}>
      <Problem error={list.error ?? act.error} />
      {list.data?.length === 0 && <Empty>{t.conflicts.none}</Empty>}
      {list.data && list.data.length > 0 && <p className="hint">{t.conflicts.hint}</p>}
      {list.data?.map((one) => (
        <section key={one.key} className="card pad">
          <b><FieldName of={one.key} /></b>
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
                    toast(t.conflicts.done)
                  })
                }
              >
                {valueText(one.key, value)}
                {value === one.shown && `（${t.conflicts.shown}）`}
              </button>
            ))}
          </div>
        </section>
      ))}
    </Screen>
  )
}
