import { pointsText, type Strokes } from '../logic/strokes'

/** A signature as it was written. */
export function SignatureStrokes({ strokes, label }: { strokes: Strokes; label: string }) {
  return (
    <svg
      className="signature"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${String(strokes.width)} ${String(strokes.height)}`}
    >
      {strokes.lines.map((line, index) => (
        <polyline key={String(index)} points={pointsText(line)} />
      ))}
    </svg>
  )
}
