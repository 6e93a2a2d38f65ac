import { NavLink } from 'react-router'

/** The parts of a page as links: each has an address of its own. */
export function PageTabs({ label, items }: { label: string; items: { to: string; label: string }[] }) {
  return (
    <nav className="tabs" aria-label={label}>
      {items.map((item) => (
        <NavLink key={item.to} to={item.to} end>
          {item.label}
        </NavLink>
      ))}
    </nav>
  )
}
