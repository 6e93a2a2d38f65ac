import { Link } from 'react-router'

/** A number that opens the rows behind it. */
export function Tile(props: {
  to: string
  name: string
  value: number
  hot?: boolean
  warm?: boolean
}) {
  const tone = props.value === 0 ? '' : props.hot === true ? 'tile-hot' : props.warm === true ? 'tile-warm' : ''
  return (
    <Link to={props.to} className={`tile ${tone}`}>
      <b>{props.value}</b>
      <span>{props.name}</span>
    </Link>
  )
}
