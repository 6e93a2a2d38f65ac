import { useEffect, type ReactElement } from 'react'
import type { Status } from './bridge/types'
import { useCall } from './bridge/use'
import { isOffline, useAutoSync, useSyncState } from './bridge/sync'
import { nameCategories, t } from './text/words'
import { Link, usePlace, type Place } from './parts/router'
import { Toasts } from './parts/toast'
import { Empty } from './parts/basics'
import { Problem } from './parts/problem'
import { TabIcon } from './parts/icons'
import { Today } from './pages/today'
import { Month } from './pages/month'
import { PremisesList } from './pages/premises-list'
import { PremisesPage } from './pages/premises'
import { PremisesFile } from './pages/premises-file'
import { Census } from './pages/census'
import { Visit } from './pages/visit'
import { Finish } from './pages/finish'
import { Quick } from './pages/quick'
import { Complaint } from './pages/complaint'
import { Hazards } from './pages/hazards'
import { HazardPage } from './pages/hazard'
import { Act } from './pages/act'
import { Cases } from './pages/cases'
import { CaseOpen } from './pages/case-open'
import { CasePage } from './pages/case'
import { CaseStep } from './pages/case-step'
import { Me } from './pages/me'
import { SyncPage } from './pages/sync'
import { RefusedPage } from './pages/refused'
import { Conflicts } from './pages/conflicts'
import { History } from './pages/history'
import { Score } from './pages/score'
import { Training } from './pages/training'
import { Contacts } from './pages/contacts'
import { Handover } from './pages/handover'
import { LeaseSign } from './pages/lease-sign'
import { Settings } from './pages/settings'
import { Enroll } from './pages/enroll'
import { Lock } from './pages/lock'

const TABS = [
  ['today', '/'],
  ['premises', '/premises'],
  ['quick', '/quick'],
  ['hazards', '/hazards'],
  ['me', '/me'],
] as const

function page({ parts, query }: Place): ReactElement {
  const [first, second = '', third = ''] = parts
  switch (first) {
    case 'month':
      return <Month />
    case 'premises':
      if (second === 'new') return <PremisesFile premises={null} />
      if (third === 'edit') return <PremisesFile key={second} premises={second} />
      if (third === 'census') return <Census key={second} premises={second} />
      return second ? <PremisesPage key={second} premises={second} mode={query.get('mode')} /> : <PremisesList />
    case 'visit':
      return third === 'finish' ? <Finish key={second} inspection={second} /> : <Visit key={second} inspection={second} />
    case 'quick':
      return <Quick key={query.get('premises') ?? ''} premises={query.get('premises')} source={query.get('source')} />
    case 'complaint':
      return <Complaint key={query.get('premises') ?? ''} premises={query.get('premises')} />
    case 'hazards':
      return <Hazards />
    case 'hazard':
      return third ? <Act key={second + third} hazard={second} act={third} /> : <HazardPage key={second} hazard={second} />
    case 'cases':
      return second === 'new' ? <CaseOpen premises={query.get('premises')} /> : <Cases premises={query.get('premises')} />
    case 'case':
      return third ? <CaseStep key={second + third} record={second} step={third} /> : <CasePage key={second} record={second} />
    case 'me':
      return <Me />
    case 'sync':
      return <SyncPage />
    case 'refused':
      return <RefusedPage />
    case 'conflicts':
      return <Conflicts key={second} record={second} />
    case 'history':
      return <History />
    case 'score':
      return <Score />
    case 'training':
      return <Training />
    case 'contacts':
      return <Contacts />
    case 'handover':
      return <Handover />
    case 'lease-sign':
      return <LeaseSign />
    case 'settings':
      return <Settings />
    default:
      return <Today />
  }
}

/** On the pages with tabs all of them, on the others what matters at once. */
function Banners({ status, all }: { status: Status; all: boolean }) {
  const sync = useSyncState()
  const waiting = status.pending + status.drafts
  const opened = useCall(all ? 'phone.opened' : null)
  const lines: ReactElement[] = []
  if (status.clock) lines.push(<p key="clock" className="banner bad">{t.banner.clock(status.clock)}</p>)
  if (status.remote_locked) lines.push(<p key="locked" className="banner bad">{t.banner.locked}</p>)
  if (status.cloned) lines.push(<p key="cloned" className="banner bad">{t.banner.cloned}</p>)
  if (opened.data?.database_gone) lines.push(<Link key="gone" to="/sync" className="banner bad">{t.banner.gone}</Link>)
  if (opened.data?.set_aside) lines.push(<Link key="aside" to="/sync" className="banner bad">{t.banner.aside(opened.data.salvaged_envelopes)}</Link>)
  if (status.recovering) lines.push(<Link key="recovering" to="/sync" className="banner warn">{t.banner.recovering}</Link>)
  if (sync?.last?.relay_healing) lines.push(<Link key="healing" to="/sync" className="banner warn">{t.banner.healing}</Link>)
  if (all && sync?.last?.update_needed) lines.push(<Link key="update" to="/sync" className="banner warn">{t.banner.update}</Link>)
  if (opened.data && opened.data.files_missing > 0) lines.push(<p key="files" className="banner bad">{t.banner.files(opened.data.files_missing)}</p>)
  if (isOffline(sync?.last ?? null) || sync?.progress?.stage === 'waiting' || !navigator.onLine) {
    lines.push(
      <Link key="offline" to="/sync" className="banner warn">
        <strong>{t.banner.offline}</strong>
        {waiting > 0 && ` · ${t.banner.waiting(waiting)}`}
      </Link>,
    )
  }
  if (all && status.refused > 0) lines.push(<Link key="refused" to="/refused" className="banner bad"><strong>{t.today.refused(status.refused)}</strong></Link>)
  if (all && status.lease_warning) lines.push(<Link key="lease" to="/handover" className="banner warn">{t.banner.lease(status.lease_days_left)}</Link>)
  if (all && status.certificate_warning && status.certificate_days_left !== null) {
    lines.push(<p key="certificate" className={`banner ${status.certificate_days_left < 0 ? 'bad' : 'warn'}`}>{t.banner.certificate(status.certificate_days_left)}</p>)
  }
  if (status.low_space) lines.push(<p key="space" className="banner bad">{t.banner.space}</p>)
  if (all && status.diverged > 0) lines.push(<p key="diverged" className="banner warn">{t.banner.diverged(status.diverged)}</p>)
  if (all && !status.initial_sync_complete) lines.push(<p key="first" className="banner info">{t.banner.first}</p>)
  return <>{lines}</>
}

function Tabs({ place }: { place: Place }) {
  const first = place.parts[0] ?? 'today'
  return (
    <nav className="tabs">
      {TABS.map(([name, to]) => (
        <a key={name} href={`#${to}`} className={name === 'quick' ? 'quick' : undefined} aria-current={first === name ? 'page' : undefined}>
          <TabIcon name={name} />
          {t.tabs[name]}
        </a>
      ))}
    </nav>
  )
}

/** Pages that keep the tabs below; the others have buttons of their own there. */
const WITH_TABS = ['', 'premises', 'hazards', 'quick', 'me']

export function App() {
  const place = usePlace()
  const status = useCall('phone.status')
  const pin = useCall('pin.state')
  const policy = useCall(status.data?.enrolled && pin.data?.locked === false ? 'policy.get' : null)
  if (policy.data) nameCategories(policy.data.categories)
  const enrolled = status.data?.enrolled === true
  const locked = pin.data?.locked === true
  useAutoSync(enrolled && !locked)
  useEffect(() => {
    document.documentElement.dataset.ready = status.data ? 'yes' : 'no'
  }, [status.data])
  if (locked && pin.data) return <><Lock state={pin.data} /><Toasts /></>
  if (status.error?.code === 'wrong_token') return <main className="body"><Problem error={status.error} /></main>
  if (!status.data) return <main className="body">{status.error ? <Problem error={status.error} /> : <Empty>{t.loading}</Empty>}</main>
  if (!enrolled || status.data.cloned) return <><Enroll /><Toasts /></>
  const tabs = WITH_TABS.includes(place.parts[0] ?? '') && place.parts.length <= 1
  return (
    <>
      <Banners status={status.data} all={tabs} />
      {page(place)}
      {tabs && <Tabs place={place} />}
      <Toasts />
    </>
  )
}
