import { useEffect, useRef } from 'react'
import { edgesOf, ranksOf, waysGone, type Edge } from '../logic/loop'
import type { Lifecycle } from '../api/reference'
import { useStatusWord, useWord } from '../text/words'

const BOX_WIDTH = 118
const BOX_HEIGHT = 34
const COLUMN = 158
const ROW = 62
/** Drawn smaller than this nobody can read it: then it scrolls. */
const SMALLEST = 0.75

/** A lifecycle drawn from its table: states as boxes, ways as arrows; where the record is, marked. */
export function LoopDiagram(props: { table: Lifecycle; current?: string; passed?: string[] }) {
  const { table, current } = props
  const status = useStatusWord()
  const word = useWord()
  const ranks = ranksOf(table)
  const edges = edgesOf(table)
  const places = new Map<string, { x: number; y: number }>()
  const filled = new Map<number, number>()
  for (const state of table.states) {
    const rank = ranks.get(state.id) ?? 0
    const row = filled.get(rank) ?? 0
    filled.set(rank, row + 1)
    places.set(state.id, { x: 8 + rank * COLUMN, y: 10 + row * ROW + (rank % 2) * 14 })
  }
  const width = 24 + Math.max(0, ...filled.keys()) * COLUMN + BOX_WIDTH
  const height = 40 + Math.max(1, ...filled.values()) * ROW
  const passed = new Set(props.passed ?? [])
  const gone = waysGone([table.states[0]?.id ?? '', ...(props.passed ?? [])])
  const frame = useRef<HTMLDivElement>(null)
  const here = useRef<SVGRectElement>(null)
  useEffect(() => {
    const [around, box] = [frame.current?.getBoundingClientRect(), here.current?.getBoundingClientRect()]
    if (frame.current === null || around === undefined || box === undefined) return
    frame.current.scrollLeft += (box.left + box.right - around.left - around.right) / 2
  }, [table, current])
  const title = (edge: Edge): string =>
    `${status(table.kind, edge.from)} → ${status(table.kind, edge.to)}：${edge.events.map((event) => word('event', event)).join('、')}`
  return (
    <div ref={frame} className="loop" tabIndex={0} role="group" aria-label={table.zh}>
      <svg style={{ minWidth: Math.min(900, width * SMALLEST) }} viewBox={`0 0 ${String(width)} ${String(height)}`} role="img" aria-label={table.zh}>
        <defs>
          <marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
            <path d="M0 0L8 4L0 8z" fill="#7d8794" />
          </marker>
        </defs>
        {edges.map((edge) => {
          const from = places.get(edge.from)
          const to = places.get(edge.to)
          if (from === undefined || to === undefined) return null
          const went = gone.has(`${edge.from}>${edge.to}`)
          return (
            <path
              key={`${edge.from}-${edge.to}`}
              d={curve(from, to)}
              fill="none"
              stroke={went ? '#1d4f91' : '#b9c1cc'}
              strokeWidth={went ? 1.8 : 1}
              markerEnd="url(#tip)"
            >
              <title>{title(edge)}</title>
            </path>
          )
        })}
        {table.states.map((state) => {
          const at = places.get(state.id)
          if (at === undefined) return null
          const isHere = state.id === current
          const was = passed.has(state.id)
          return (
            <g key={state.id}>
              <rect
                {...(isHere ? { ref: here } : {})}
                x={at.x}
                y={at.y}
                width={BOX_WIDTH}
                height={BOX_HEIGHT}
                rx={6}
                fill={isHere ? '#1d4f91' : was ? '#e8eff8' : '#fff'}
                stroke={isHere || was ? '#1d4f91' : '#8a94a1'}
              />
              <text
                x={at.x + BOX_WIDTH / 2}
                y={at.y + BOX_HEIGHT / 2 + 4.5}
                textAnchor="middle"
                fontSize="13"
                fill={isHere ? '#fff' : '#1c2128'}
              >
                {status(table.kind, state.id)}
              </text>
            </g>
          )
        })}
      </svg>
    </div>
  )
}

/** From the side of one box to the side of another; back ways bend below. */
function curve(from: { x: number; y: number }, to: { x: number; y: number }): string {
  const middle = BOX_HEIGHT / 2
  const n = (value: number): string => value.toFixed(1)
  if (to.x > from.x) {
    const [x1, y1, x2, y2] = [from.x + BOX_WIDTH, from.y + middle, to.x - 1, to.y + middle]
    const bend = Math.max(20, (x2 - x1) / 2)
    return `M${n(x1)} ${n(y1)}C${n(x1 + bend)} ${n(y1)} ${n(x2 - bend)} ${n(y2)} ${n(x2)} ${n(y2)}`
  }
  if (to.x === from.x) {
    const down = to.y > from.y
    const [x, y1, y2] = [from.x + BOX_WIDTH / 2, from.y + (down ? BOX_HEIGHT : 0), to.y + (down ? -1 : BOX_HEIGHT + 1)]
    return `M${n(x)} ${n(y1)}C${n(x + 26)} ${n(y1)} ${n(x + 26)} ${n(y2)} ${n(x)} ${n(y2)}`
  }
  const [x1, y1, x2, y2] = [from.x, from.y + middle + 8, to.x + BOX_WIDTH + 1, to.y + middle + 8]
  const low = Math.max(y1, y2) + 26
  return `M${n(x1)} ${n(y1)}C${n(x1 - 30)} ${n(low)} ${n(x2 + 30)} ${n(low)} ${n(x2)} ${n(y2)}`
}
