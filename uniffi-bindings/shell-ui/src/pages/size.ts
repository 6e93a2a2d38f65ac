const SIZE = 'wangge-size'

/** How large the letters are. */
export function size(): 'big' | 'bigger' {
  return localStorage.getItem(SIZE) === 'bigger' ? 'bigger' : 'big'
}

export function setSize(to: 'big' | 'bigger'): void {
  localStorage.setItem(SIZE, to)
  applySize()
}

export function applySize(): void {
  document.documentElement.dataset.size = size()
}
