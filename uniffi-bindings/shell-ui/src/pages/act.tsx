import type { ReactElement } from 'react'
import { useCall } from '../bridge/use'
import { t } from '../text/words'
import { Wait } from '../parts/basics'
import { Fix } from './fix'
import { Notice } from './notice'
import { Serve } from './serve'
import { Recheck } from './recheck'
import { Feedback, Say } from './say'

/** One act on a hazard, on a page of its own. */
export function Act({ hazard, act }: { hazard: string; act: string }): ReactElement {
  const view = useCall('record.get', { record: hazard })
  // What an act begins with must be what stands there now.
  if (!view.data || !view.fresh) return <Wait title={t.hazard.title} error={view.error} />
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
