const parts = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

/** An instant as `2026-09-08 14:30`, by the clock of China. */
export function timeText(ms: number): string {
  const found = Object.fromEntries(parts.formatToParts(ms).map((it) => [it.type, it.value]))
  return `${found['year'] ?? ''}-${found['month'] ?? ''}-${found['day'] ?? ''} ${found['hour'] ?? ''}:${found['minute'] ?? ''}`
}

/** The day of an instant as `2026-09-08`, by the clock of China. */
export function dayText(ms: number): string {
  return timeText(ms).slice(0, 10)
}
