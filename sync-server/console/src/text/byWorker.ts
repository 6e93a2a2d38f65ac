/** Words of figures by worker, in Chinese. */
export const byWorkerZh = {
  title: '按网格员',
  hint: '按网格员目前负责的网格统计，不论当时由谁办理；两人共同负责的网格分别计入，因此各行之和可能大于网格合计。',
  nobody: '无人负责的网格',
  open: '未销号隐患',
  openText: (open: number, overdue: number) => (overdue === 0 ? String(open) : `${String(open)}（逾期 ${String(overdue)}）`),
  overdue: '逾期',
  inTime: '未逾期',
}

/** The same in English. */
export const byWorkerEn: typeof byWorkerZh = {
  title: 'By worker',
  hint: 'Of the grids that each worker answers for now, whoever acted then. A grid of two workers counts with each, so that the lines may come to more than the grid.',
  nobody: 'Grids of nobody',
  open: 'Open hazards',
  openText: (open, overdue) => (overdue === 0 ? String(open) : `${String(open)} (${String(overdue)} overdue)`),
  overdue: 'Overdue',
  inTime: 'Not overdue',
}
