/** What the list of devices calls this browser: its kind and its system, nothing more. */
export function machineName(agent: string = navigator.userAgent): string {
  const first = (names: [string, RegExp][]): string =>
    names.find(([, pattern]) => pattern.test(agent))?.[0] ?? ''
  const browser = first([
    ['Edge', /Edg\//],
    ['Firefox', /Firefox\//],
    ['Chrome', /Chrome\//],
    ['Safari', /Safari\//],
  ])
  const system = first([
    ['Windows', /Windows/],
    ['Android', /Android/],
    ['macOS', /Mac OS/],
    ['Linux', /Linux/],
  ])
  return ['浏览器', browser, system].filter(Boolean).join(' ')
}
