/** Numbers at a glance, each with its name; a tone is for what should be 0. */
export function Tiles({ items }: { items: [string, string | number, tone?: 'hot' | 'warm'][] }) {
  return (
    <div className="tiles">
      {items.map(([name, value, tone]) => (
        <div key={name} className={tone === undefined || value === 0 ? 'tile' : `tile tile-${tone}`}>
          <b>{value}</b>
          <span>{name}</span>
        </div>
      ))}
    </div>
  )
}
