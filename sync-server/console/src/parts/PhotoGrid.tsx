import { Button, Modal, Space } from 'antd'
import { useState } from 'react'
import type { Photo } from '../api/types'
import type { Place } from '../logic/distance'
import { useText } from '../text/language'
import { PhotoFigure } from './PhotoFigure'

/** Photos, each opened large; the arrow keys go on to the next. */
export function PhotoGrid(props: {
  photos: Photo[]
  premises?: Place | undefined
  labelOf?: (photo: Photo) => string
}) {
  const text = useText()
  const [at, setAt] = useState<number>()
  const { photos } = props
  if (photos.length === 0) return <p className="note">{text.review.noPhotos}</p>
  const open = at === undefined ? undefined : photos[at]
  const view = open?.blobs['view'] ?? open?.blobs['thumbnail']
  const original = open?.complete === true ? open.blobs['original'] : undefined
  const step = (by: number): void => {
    if (at !== undefined) setAt((at + by + photos.length) % photos.length)
  }
  return (
    <>
      <div className="photos">
        {photos.map((photo, index) => (
          <PhotoFigure
            key={photo.id}
            photo={photo}
            premises={props.premises}
            label={props.labelOf?.(photo) ?? ''}
            onOpen={() => setAt(index)}
          />
        ))}
      </div>
      <Modal
        open={open !== undefined}
        width="min(1100px, 96vw)"
        title={open === undefined ? '' : (props.labelOf?.(open) ?? text.review.photos)}
        onCancel={() => setAt(undefined)}
        centered
        footer={
          <Space>
            {original !== undefined && (
              <a href={`/api/v1/blobs/${original}`} target="_blank" rel="noreferrer">
                {text.photo.original}
              </a>
            )}
            <Button onClick={() => step(-1)}>{text.review.previous}</Button>
            <Button onClick={() => step(1)}>{text.review.next}</Button>
          </Space>
        }
      >
        <div
          onKeyDown={(event) => {
            if (event.key === 'ArrowLeft') step(-1)
            if (event.key === 'ArrowRight') step(1)
          }}
        >
          {view !== undefined && (
            <img className="photo-large" src={`/api/v1/blobs/${view}`} alt={text.review.photos} />
          )}
        </div>
      </Modal>
    </>
  )
}
