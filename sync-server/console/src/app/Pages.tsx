import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import { lazy, Suspense } from 'react'
import { Navigate, Route, Routes } from 'react-router'
import { meQuery } from '../api/queries'
import { menuOf } from './menu'
import { patiently } from './patiently'
import { Shell } from './Shell'

const Today = lazy(patiently(() => import('../pages/today/TodayPage')))
const Review = lazy(patiently(() => import('../pages/review/ReviewPage')))
const Hazards = lazy(patiently(() => import('../pages/hazards/HazardsPage')))
const Hazard = lazy(patiently(() => import('../pages/hazards/HazardPage')))
const PremisesList = lazy(patiently(() => import('../pages/premises/PremisesListPage')))
const Premises = lazy(patiently(() => import('../pages/premises/PremisesPage')))
const MapPage = lazy(patiently(() => import('../pages/map/MapPage')))
const Figures = lazy(patiently(() => import('../pages/figures/FiguresPage')))
const Cases = lazy(patiently(() => import('../pages/cases/CasesPage')))
const Case = lazy(patiently(() => import('../pages/cases/CasePage')))
const Reports = lazy(patiently(() => import('../pages/reports/ReportsPage')))
const Rewards = lazy(patiently(() => import('../pages/rewards/RewardsPage')))
const Plans = lazy(patiently(() => import('../pages/plans/PlansPage')))
const Draws = lazy(patiently(() => import('../pages/draws/DrawsPage')))
const Staffing = lazy(patiently(() => import('../pages/staffing/StaffingPage')))
const Sheets = lazy(patiently(() => import('../pages/sheets/SheetsPage')))
const Readiness = lazy(patiently(() => import('../pages/readiness/ReadinessPage')))
const Numbers = lazy(patiently(() => import('../pages/numbers/NumbersPage')))
const Registers = lazy(patiently(() => import('../pages/registers/RegistersPage')))
const Admin = lazy(patiently(() => import('../pages/admin/AdminPage')))
const Board = lazy(patiently(() => import('../pages/board/BoardPage')))

/** Today, or for who reads no records the first page that is theirs. */
function Home() {
  const me = useQuery(meQuery).data
  if (me === undefined) return null
  const paths = menuOf(me).map((entry) => entry.path)
  const first = ['/', '/admin'].find((path) => paths.includes(path)) ?? paths[0] ?? '/board'
  return first === '/' ? <Today /> : <Navigate to={first} replace />
}

/** Which page stands at which address. */
export function Pages() {
  return (
    <Suspense fallback={<Skeleton active className="page" />}>
      <Routes>
        <Route path="/board" element={<Board />} />
        <Route element={<Shell />}>
          <Route index element={<Home />} />
          <Route path="review/:id?" element={<Review />} />
          <Route path="hazards" element={<Hazards />} />
          <Route path="hazards/:id" element={<Hazard />} />
          <Route path="premises" element={<PremisesList />} />
          <Route path="premises/:id" element={<Premises />} />
          <Route path="map" element={<MapPage />} />
          <Route path="figures/:tab?" element={<Figures />} />
          <Route path="cases/:kind?" element={<Cases />} />
          <Route path="cases/:kind/:id" element={<Case />} />
          <Route path="reports/:tab?" element={<Reports />} />
          <Route path="rewards/:tab?" element={<Rewards />} />
          <Route path="plans/:tab?" element={<Plans />} />
          <Route path="draws/:id?" element={<Draws />} />
          <Route path="staffing/:tab?" element={<Staffing />} />
          <Route path="sheets/:tab?" element={<Sheets />} />
          <Route path="readiness/:tab?" element={<Readiness />} />
          <Route path="numbers" element={<Numbers />} />
          <Route path="registers/:name?" element={<Registers />} />
          <Route path="admin/:tab?" element={<Admin />} />
          <Route path="*" element={<Navigate to="/" replace />} />
        </Route>
      </Routes>
    </Suspense>
  )
}
