import type { ReactElement } from 'react'
import type { RecordView } from '../bridge/types'
import { useCall } from '../bridge/use'
import { zh } from '../text/zh'
import { Empty, Problem, Screen } from '../parts/basics'
import { Fix } from './fix'
import { Notice } from './notice'
import { Serve } from './serve'
import { Recheck } from './recheck'
import { Feedback, Say } from './say'

/** One act on a hazard, on a page of its own. */
export function Act({ hazard, act }: { hazard: string; act: string }): ReactElement {
  const view = useCall<RecordView>('record.get', { record: hazard })
  // What an act begins with must be what stands there now.
  if (!view.data || !view.fresh) return <Screen title={zh.hazard.title}>{view.error ? <Problem error={view.error} /> : <Empty>{zh.loading}</Empty>}</Screen>
  const props = { hazard, view: view.data }
  switch (act) {
    case 'notice':
      return <Notice {...props} />
    case 'serve':
      return <Serve {...props} />
    case 'fix':
      return <Fix {...props} />
    case 'feedback':
      return <Feedback {...props} />
    case 'recheck':
      return <Recheck {...props} />
    default:
      return <Say {...props} act={act} />
  }
}
