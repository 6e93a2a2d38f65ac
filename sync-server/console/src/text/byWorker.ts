/** Words of figures by worker, in Chinese. */
export const byWorkerZh = {
  title: '按网格员',
  hint: '到期的事项计入到期当日负责该网格的网格员，不论由谁办理；覆盖率和未销号隐患计入期末（或今日）负责的网格员。两人共同负责的网格分别计入，因此各行之和可能大于网格合计。',
  nobody: '无人负责的网格',
  open: '未销号隐患',
  openText: (open: number, overdue: number) => (overdue === 0 ? String(open) : `${String(open)}（逾期 ${String(overdue)}）`),
  overdue: '逾期',
  inTime: '未逾期',
}

/** The same in English. */
export const byWorkerEn: typeof byWorkerZh = {
  title: 'By worker',
  hint: 'What was due counts for who answered for its grid on that day, whoever acted; coverage and open hazards for who answers at the end of the period, or today. A grid of two workers counts with each, so that the lines may come to more than the grid.',
  nobody: 'Grids of nobody',
  open: 'Open hazards',
  openText: (open, overdue) => (overdue === 0 ? String(open) : `${String(open)} (${String(overdue)} overdue)`),
  overdue: 'Overdue',
  inTime: 'Not overdue',
}
