import { Skeleton } from 'antd'
import { lazy, Suspense } from 'react'
import { Navigate, Route, Routes } from 'react-router'
import { Shell } from './Shell'

const Today = lazy(() => import('../pages/today/TodayPage'))
const Review = lazy(() => import('../pages/review/ReviewPage'))
const Hazards = lazy(() => import('../pages/hazards/HazardsPage'))
const Hazard = lazy(() => import('../pages/hazards/HazardPage'))
const PremisesList = lazy(() => import('../pages/premises/PremisesListPage'))
const Premises = lazy(() => import('../pages/premises/PremisesPage'))
const MapPage = lazy(() => import('../pages/map/MapPage'))
const Figures = lazy(() => import('../pages/figures/FiguresPage'))
const Cases = lazy(() => import('../pages/cases/CasesPage'))
const Case = lazy(() => import('../pages/cases/CasePage'))
const Registers = lazy(() => import('../pages/registers/RegistersPage'))
const Admin = lazy(() => import('../pages/admin/AdminPage'))
const Board = lazy(() => import('../pages/board/BoardPage'))

/** Which page stands at which address. */
export function Pages() {
  return (
    <Suspense fallback={<Skeleton active className="page" />}>
      <Routes>
        <Route path="/board" element={<Board />} />
        <Route element={<Shell />}>
          <Route index element={<Today />} />
          <Route path="review/:id?" element={<Review />} />
          <Route path="hazards" element={<Hazards />} />
          <Route path="hazards/:id" element={<Hazard />} />
          <Route path="premises" element={<PremisesList />} />
          <Route path="premises/:id" element={<Premises />} />
          <Route path="map" element={<MapPage />} />
          <Route path="figures/:tab?" element={<Figures />} />
          <Route path="cases/:kind?" element={<Cases />} />
          <Route path="cases/:kind/:id" element={<Case />} />
          <Route path="registers/:name?" element={<Registers />} />
          <Route path="admin/:tab?" element={<Admin />} />
          <Route path="*" element={<Navigate to="/" replace />} />
        </Route>
      </Routes>
    </Suspense>
  )
}
