import { Tag } from 'antd'
import type { Photo } from '../api/types'
import { metersBetween, placeOf, placeText, type Place } from '../logic/distance'
import { textOf } from '../logic/answers'
import { timeText } from '../logic/time'
import { useText } from '../text/language'
import { useWord } from '../text/words'

/** Beyond this a photo was hardly taken at the premises. */
const FAR_METERS = 300

/** A photo with when and where it was taken, and what is odd about it. */
export function PhotoFigure(props: {
  photo: Photo
  premises: Place | undefined
  label?: string
  onOpen: () => void
}) {
  const { photo, premises } = props
  const text = useText()
  const word = useWord()
  const content = photo.content as unknown as Record<string, string | number | boolean> | null
  const small = photo.blobs['view'] ?? photo.blobs['thumbnail']
  const place = placeOf(content)
  const taken = content?.['taken_at_ms']
  const meters =
    place !== undefined && premises !== undefined ? metersBetween(place, premises) : undefined
  const caption = textOf(content?.['caption'])
  const name = [props.label, caption].filter(Boolean).join(' · ') || word('photo_stage', photo.stage)
  return (
    <figure className="photo">
      {photo.shown && small !== undefined ? (
        <button type="button" onClick={props.onOpen} aria-label={`${text.photo.open}：${name}`}>
          <img src={`/api/v1/blobs/${small}`} alt={name} loading="lazy" />
        </button>
      ) : (
        <div className="photo-none">{text.photo.awaiting}</div>
      )}
      <figcaption>
        <div className="cell-main">{name}</div>
        {typeof taken === 'number' && <span className="num">{timeText(taken)} </span>}
        <Tag>{word('photo_stage', photo.stage)}</Tag>
        {meters !== undefined && (
          <Tag color={meters > FAR_METERS ? 'red' : 'default'}>{text.photo.distance(meters)}</Tag>
        )}
        {place === undefined && <Tag>{text.photo.noPlace}</Tag>}
        {content?.['imported'] === true && <Tag color="orange">{text.photo.imported}</Tag>}
        {content?.['mock_location'] === true && <Tag color="red">{text.photo.mock}</Tag>}
        {place !== undefined && premises === undefined && (
          <div className="cell-sub num">{placeText(place)}</div>
        )}
      </figcaption>
    </figure>
  )
}
