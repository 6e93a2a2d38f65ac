/** The text of a file: UTF-8, or what office software writes in China. */
export function decoded(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

/** The rows of a CSV text, the first one the headings; empty lines are left out. */
export function csvRows(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  const endRow = (): void => {
    row.push(cell)
    if (row.some((one) => one.trim() !== '')) rows.push(row)
    row = []
    cell = ''
  }
  const all = text.replace(/^\uFEFF/, '')
  for (let at = 0; at < all.length; at += 1) {
    const sign = all[at] ?? ''
    if (quoted) {
      if (sign !== '"') cell += sign
      else if (all[at + 1] === '"') {
        cell += '"'
        at += 1
      } else quoted = false
    } else if (sign === '"') quoted = true
    else if (sign === ',') {
      row.push(cell)
      cell = ''
    } else if (sign === '\n') endRow()
    else if (sign !== '\r') cell += sign
  }
  if (cell !== '' || row.length > 0) endRow()
  return rows
}

const quoted = (cell: string): string => {
  // A spreadsheet takes these for the beginning of a formula.
  const harmless = /^(\s*[=+\-@＝＋－＠]|[\t\r\n])/.test(cell) ? `'${cell}` : cell
  return `"${harmless.replaceAll('"', '""')}"`
}

/** Rows as CSV for a spreadsheet: UTF-8 with a byte order mark, formulas made harmless. */
export function csvText(rows: string[][]): string {
  return `\uFEFF${rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('')}`
}
