/** The colors of the four risk grades, as the rules name them: blue, yellow, orange, red. */
export const GRADE_COLORS: Record<string, string> = {
  low: '#2f6fc4',
  general: '#d9a400',
  elevated: '#e0731d',
  major: '#c0271d',
}

/** The ring around premises that nobody has inspected yet. */
export const UNVISITED_COLOR = '#7a2fb0'
