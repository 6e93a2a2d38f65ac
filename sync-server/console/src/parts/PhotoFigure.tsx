import type { Photo } from '../api/types'
import { placeText, type Place } from '../logic/distance'
import { photoFacts } from '../logic/photoFacts'
import { timeText } from '../logic/time'
import { useText } from '../text/language'
import { useWord } from '../text/words'
import { PhotoTags } from './PhotoTags'

/** A photo with when and where it was taken, and what is odd about it. */
export function PhotoFigure(props: {
  photo: Photo
  premises: Place | undefined
  label?: string
  clockFlagged: boolean
  onOpen: () => void
}) {
  const { photo, premises } = props
  const text = useText()
  const word = useWord()
  const facts = photoFacts(photo, premises)
  const small = photo.blobs['view'] ?? photo.blobs['thumbnail']
  const name = [props.label, facts.caption].filter(Boolean).join(' · ') || word('photo_stage', photo.stage)
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
        {facts.taken !== undefined && <span className="num">{timeText(facts.taken)} </span>}
        <PhotoTags stage={photo.stage} facts={facts} clockFlagged={props.clockFlagged} />
        {facts.place !== undefined && premises === undefined && (
          <div className="cell-sub num">{placeText(facts.place)}</div>
        )}
      </figcaption>
    </figure>
  )
}
