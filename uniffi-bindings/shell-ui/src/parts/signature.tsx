import { useEffect, useRef, useState } from 'react'
import { t } from '../text/words'
import { Sheet } from './basics'

type Stroke = [number, number][]
/** Strokes as text must fit one field of a record. */
const MOST_TEXT = 20_000

function draw(canvas: HTMLCanvasElement, strokes: Stroke[]): void {
  const pen = canvas.getContext('2d')
  if (!pen) return
  pen.clearRect(0, 0, canvas.width, canvas.height)
  pen.lineWidth = 5
  pen.lineCap = 'round'
  pen.lineJoin = 'round'
  pen.strokeStyle = '#000'
  for (const stroke of strokes) {
    pen.beginPath()
    stroke.forEach(([x, y], index) => (index === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y)))
    const only = stroke.length === 1 ? stroke[0] : undefined
    if (only) pen.lineTo(only[0] + 1, only[1] + 1)
    pen.stroke()
  }
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(most, value))
}

/** Points nearer than this to the last one say nothing. */
function thinned(strokes: Stroke[], apart: number): Stroke[] {
  return strokes.map((stroke) =>
    stroke.reduce<Stroke>((kept, point) => {
      const last = kept[kept.length - 1]
      if (!last || Math.hypot(point[0] - last[0], point[1] - last[1]) >= apart) kept.push(point)
      return kept
    }, []),
  )
}

/** The strokes as text that fits: the format that papers draw. */
function strokesText(strokes: Stroke[], width: number, height: number): string {
  const inside = strokes.map((stroke) => stroke.map<[number, number]>(([x, y]) => [clamp(x, width), clamp(y, height)]))
  for (let apart = 2; ; apart *= 1.6) {
    const text = JSON.stringify({ format: 1, width, height, strokes: thinned(inside, apart) })
    if (text.length <= MOST_TEXT || apart > 60) return text
  }
}

/** A sheet to sign on with the finger. */
export function SignatureSheet({ title, close, signed }: { title: string; close: () => void; signed: (strokes: string) => void }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const strokes = useRef<Stroke[]>([])
  const [empty, setEmpty] = useState(true)
  useEffect(() => {
    const sheet = canvas.current
    if (!sheet) return
    const box = sheet.getBoundingClientRect()
    sheet.width = Math.round(box.width)
    sheet.height = Math.round(box.height)
  }, [])
  const point = (event: React.PointerEvent): [number, number] => {
    const box = event.currentTarget.getBoundingClientRect()
    return [Math.round(event.clientX - box.left), Math.round(event.clientY - box.top)]
  }
  const redraw = () => canvas.current && draw(canvas.current, strokes.current)
  return (
    <Sheet title={title} close={close}>
      <canvas
        ref={canvas}
        className="sign"
        aria-label={t.sign.board}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          strokes.current.push([point(event)])
          setEmpty(false)
          redraw()
        }}
        onPointerMove={(event) => {
          if (event.buttons === 0) return
          strokes.current[strokes.current.length - 1]?.push(point(event))
          redraw()
        }}
      />
      <p className="hint">{t.finish.sign}</p>
      <div className="pair">
        <button
          className="btn quiet"
          onClick={() => {
            strokes.current = []
            setEmpty(true)
            redraw()
          }}
        >
          {t.sign.clear}
        </button>
        <button className="btn main" disabled={empty} onClick={() => signed(strokesText(strokes.current, canvas.current?.width ?? 1, canvas.current?.height ?? 1))}>
          {t.sign.done}
        </button>
      </div>
    </Sheet>
  )
}
