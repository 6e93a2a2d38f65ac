import type { Photo } from '../api/types'
import { placeText, type Place } from '../logic/distance'
import { photoFacts } from '../logic/photoFacts'
import { timeText } from '../logic/time'
import { useText } from '../text/language'
import { Facts } from './Facts'
import { PhotoTags } from './PhotoTags'

/** A photo as large as the screen allows, and all that it says of itself: it is judged by both. */
export function PhotoLarge(props: {
  photo: Photo
  premises: Place | undefined
  label: string
  clockFlagged: boolean
}) {
  const { photo } = props
  const text = useText()
  const facts = photoFacts(photo, props.premises)
  const view = photo.blobs['view'] ?? photo.blobs['thumbnail']
  const name = [props.label, facts.caption].filter(Boolean).join(' · ') || text.review.photos
  return (
    <figure className="photo-whole">
      {photo.shown && view !== undefined ? (
        <img className="photo-large" src={`/api/v1/blobs/${view}`} alt={name} />
      ) : (
        <div className="photo-none">{text.photo.awaiting}</div>
      )}
      <figcaption>
        <div className="gap-below">
          <PhotoTags stage={photo.stage} facts={facts} clockFlagged={props.clockFlagged} />
        </div>
        <Facts
          rows={[
            [text.photo.caption, facts.caption],
            [text.photo.taken, facts.taken === undefined ? '' : timeText(facts.taken)],
            [text.photo.cameraTime, facts.cameraTime],
            [text.photo.place, facts.place === undefined ? '' : placeText(facts.place)],
            [text.photo.camera, facts.camera],
          ]}
        />
      </figcaption>
    </figure>
  )
}
