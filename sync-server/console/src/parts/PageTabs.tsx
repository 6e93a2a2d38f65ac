import { useEffect, useRef } from 'react'
import { NavLink, useLocation } from 'react-router'

/** The parts of a page as links: each has an address of its own. */
export function PageTabs({ label, items }: { label: string; items: { to: string; label: string }[] }) {
  const box = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  useEffect(() => {
    // On a small screen the part that is open may lie beyond the edge.
    box.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ inline: 'nearest', block: 'nearest' })
  }, [pathname])
  return (
    <nav ref={box} className="tabs" aria-label={label}>
      {items.map((item) => (
        <NavLink key={item.to} to={item.to} end>
          {item.label}
        </NavLink>
      ))}
    </nav>
  )
}
