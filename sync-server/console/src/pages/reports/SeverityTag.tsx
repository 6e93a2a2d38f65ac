import { Tag } from 'antd'
import { useText } from '../../text/language'
import { useSeverities } from './useSeverities'

const COLORS: Record<string, string> = { urgent: 'red', serious: 'orange' }

/** How grave a report is, in the words of the policy pack. */
export function SeverityTag({ severity }: { severity: string }) {
  const text = useText()
  const known = useSeverities().find((one) => one.value === severity)
  return <Tag color={COLORS[severity] ?? 'default'}>{known?.label ?? text.reports.notGraded}</Tag>
}
