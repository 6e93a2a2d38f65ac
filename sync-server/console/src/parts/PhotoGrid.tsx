import { Button, Modal, Space } from 'antd'
import { useEffect, useState } from 'react'
import type { Photo } from '../api/types'
import type { Place } from '../logic/distance'
import { useText } from '../text/language'
import { FileLink } from './FileLink'
import { PhotoFigure } from './PhotoFigure'
import { PhotoLarge } from './PhotoLarge'

/** Photos, each opened large; the arrow keys go on to the next. */
export function PhotoGrid(props: {
  photos: Photo[]
  premises?: Place | undefined
  labelOf?: (photo: Photo) => string
  /** The clock that the photos' times stand by was found wrong. */
  clockFlagged?: boolean
}) {
  const text = useText()
  const [at, setAt] = useState<number>()
  const { photos } = props
  const count = photos.length
  const isOpen = at !== undefined
  useEffect(() => {
    if (!isOpen) return undefined
    // On the window: whichever part of the dialog holds the focus.
    const pressed = (event: KeyboardEvent): void => {
      const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0
      if (by !== 0) setAt((before) => (before === undefined ? before : (before + by + count) % count))
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  }, [isOpen, count])
  if (count === 0) return <p className="note">{text.review.noPhotos}</p>
  const open = at === undefined ? undefined : photos[at]
  const original = open?.complete === true ? open.blobs['original'] : undefined
  const clockFlagged = props.clockFlagged ?? false
  const labelOf = (photo: Photo): string => props.labelOf?.(photo) ?? ''
  const step = (by: number): void => {
    if (at !== undefined) setAt((at + by + count) % count)
  }
  return (
    <>
      <div className="photos">
        {photos.map((photo, index) => (
          <PhotoFigure
            key={photo.id}
            photo={photo}
            premises={props.premises}
            label={labelOf(photo)}
            clockFlagged={clockFlagged}
            onOpen={() => setAt(index)}
          />
        ))}
      </div>
      <Modal
        open={open !== undefined}
        width="min(1100px, 96vw)"
        title={open === undefined ? '' : labelOf(open) || text.review.photos}
        onCancel={() => setAt(undefined)}
        centered
        footer={
          <Space>
            {original !== undefined && (
              <FileLink href={`/api/v1/blobs/${original}`}>{text.photo.original}</FileLink>
            )}
            <Button onClick={() => step(-1)}>{text.photo.previous}</Button>
            <Button onClick={() => step(1)}>{text.photo.next}</Button>
          </Space>
        }
      >
        {open !== undefined && (
          <PhotoLarge photo={open} premises={props.premises} label={labelOf(open)} clockFlagged={clockFlagged} />
        )}
      </Modal>
    </>
  )
}
