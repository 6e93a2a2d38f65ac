import { useWord } from '../../text/words'

/** An entry of a register as names and values. */
export function EntryText({ entry }: { entry: unknown }) {
  const word = useWord()
  if (typeof entry !== 'object' || entry === null) return <span>{String(entry)}</span>
  return (
    <div style={{ maxWidth: 420 }}>
      {Object.entries(entry).map(([name, value]) => (
        <div key={name}>
          <span className="note">{word('field', name)}</span>{' '}
          {typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)}
        </div>
      ))}
    </div>
  )
}
