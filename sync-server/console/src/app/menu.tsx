import {
  AlertOutlined,
  AuditOutlined,
  BarChartOutlined,
  BookOutlined,
  DotChartOutlined,
  EnvironmentOutlined,
  FlagOutlined,
  FolderOpenOutlined,
  GiftOutlined,
  HomeOutlined,
  NotificationOutlined,
  PhoneOutlined,
  SafetyOutlined,
  SettingOutlined,
  ShopOutlined,
  TableOutlined,
  TeamOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import type { Me } from '../api/types'
import type { Text } from '../text/zh'

/** A page of the menu, the operations of which one opens it, and those of which one is needed besides. */
export interface MenuEntry {
  path: string
  key: keyof Text['menu']
  icon: ReactNode
  needs: string[]
  besides?: string[]
}

const READS = ['record_read']
// Whoever audits has the log there, and manages nothing.
const MANAGES = ['person_manage', 'device_manage', 'quarantine_admit', 'grid_manage', 'policy_activate', 'log_read']

const MENU: MenuEntry[] = [
  { path: '/', key: 'today', icon: <HomeOutlined />, needs: READS },
  { path: '/review', key: 'review', icon: <AuditOutlined />, needs: ['accepted', 'returned'] },
  { path: '/hazards', key: 'hazards', icon: <AlertOutlined />, needs: READS },
  { path: '/premises', key: 'premises', icon: <ShopOutlined />, needs: READS },
  { path: '/map', key: 'map', icon: <EnvironmentOutlined />, needs: READS },
  { path: '/figures', key: 'figures', icon: <BarChartOutlined />, needs: READS },
  { path: '/cases', key: 'cases', icon: <FolderOpenOutlined />, needs: READS },
  { path: '/reports', key: 'reports', icon: <PhoneOutlined />, needs: ['report.triage', 'report.receive'] },
  { path: '/rewards', key: 'rewards', icon: <GiftOutlined />, needs: ['grid_manage'], besides: READS },
  { path: '/plans', key: 'plans', icon: <FlagOutlined />, needs: READS },
  { path: '/draws', key: 'draws', icon: <DotChartOutlined />, needs: ['draw_manage'] },
  { path: '/staffing', key: 'staffing', icon: <TeamOutlined />, needs: ['person_manage', 'record_read'] },
  { path: '/sheets', key: 'sheets', icon: <TableOutlined />, needs: READS },
  { path: '/readiness', key: 'readiness', icon: <SafetyOutlined />, needs: READS },
  { path: '/registers', key: 'registers', icon: <BookOutlined />, needs: READS },
  { path: '/board', key: 'board', icon: <NotificationOutlined />, needs: [] },
  { path: '/admin', key: 'admin', icon: <SettingOutlined />, needs: MANAGES },
]

/** Whether a person's roles allow one of these operations somewhere. */
export function mayDo(me: Me | undefined, operations: string[]): boolean {
  if (operations.length === 0) return true
  return operations.some((operation) => me?.operations.includes(operation) ?? false)
}

/** The pages that this person's roles open. */
export function menuOf(me: Me): MenuEntry[] {
  return MENU.filter((entry) => mayDo(me, entry.needs) && mayDo(me, entry.besides ?? []))
}
