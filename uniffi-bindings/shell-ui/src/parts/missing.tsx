import { t } from '../text/words'

/** What keeps a button from being tapped, in words. */
export function Missing({ of }: { of: [boolean, string][] }) {
  const open = of.filter(([missing]) => missing).map(([, text]) => text)
  return open.length === 0 ? null : <p className="missing">{t.missing(open)}</p>
}
