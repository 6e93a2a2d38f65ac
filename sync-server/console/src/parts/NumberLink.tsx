/** A number that opens the rows behind it; `label` says of what it is the number. */
export function NumberLink(props: { children: string | number; label?: string; onOpen: () => void }) {
  return (
    <button
      type="button"
      className="link-number"
      {...(props.label === undefined ? {} : { 'aria-label': `${props.label} ${String(props.children)}` })}
      onClick={props.onOpen}
    >
      {props.children}
    </button>
  )
}
