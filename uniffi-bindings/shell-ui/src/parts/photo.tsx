import { useEffect, useState, type ReactNode } from 'react'
import { attach, call } from '../bridge/call'
import { useSyncState } from '../bridge/sync'
import { bytesOf, fetchPhoto } from '../bridge/transport'
import type { PhotoLine } from '../bridge/types'
import { t } from '../text/words'
import { useAct } from './act'
import { Sheet } from './basics'
import { position } from './locate'
import { Problem } from './problem'
import { toast } from './toast'

/** An address for the bytes of a photo's copy. */
export function usePhoto(photo: string | null, role: 'thumbnail' | 'view'): string | null | undefined {
  const [address, setAddress] = useState<string | null>()
  useEffect(() => {
    if (photo === null) return
    let made: string | null = null
    let here = true
    fetchPhoto(photo, role).then(
      (blob) => {
        if (!here) return
        made = blob ? URL.createObjectURL(blob) : null
        setAddress(made)
      },
      () => here && setAddress(null),
    )
    return () => {
      here = false
      if (made) URL.revokeObjectURL(made)
    }
  }, [photo, role])
  return address
}

/** Where a photo is, as far as this phone knows: here, on its way, or on the relay. */
function useWhere(): (photo: PhotoLine) => string {
  const sync = useSyncState()
  const sending = sync?.running === true && sync.progress?.stage === 'photos'
  return (photo) => {
    if (photo.redacted) return t.photo.redacted
    if (photo.lost) return t.photo.lost
    if (photo.shown) return t.photo.onRelay
    if (photo.elsewhere) return t.photo.elsewhere
    return sending ? t.photo.sending : t.photo.here
  }
}

function Thumbnail({ photo, where, open }: { photo: PhotoLine; where: string; open: () => void }) {
  const address = usePhoto(photo.record, 'thumbnail')
  return (
    <button className="photo" onClick={open} aria-label={`${t.photo.stage[photo.stage] ?? ''} ${where}`}>
      {address ? <img src={address} alt="" /> : null}
      <span className={photo.shown ? 'there' : photo.lost ? 'gone' : undefined}>{where}</span>
    </button>
  )
}

function Large({ photo, where, close }: { photo: PhotoLine; where: string; close: () => void }) {
  const here = usePhoto(photo.record, 'view')
  const [fetched, setFetched] = useState<string>()
  const act = useAct()
  useEffect(() => () => void (fetched && URL.revokeObjectURL(fetched)), [fetched])
  const address = here ?? fetched
  const fetch = () =>
    act.run(async () => {
      const { base64 } = await call('photo.fetch', { photo: photo.record, role: 'view' })
      setFetched(URL.createObjectURL(bytesOf(base64, 'image/jpeg')))
    }, false)
  return (
    <Sheet title={t.photo.stage[photo.stage] ?? ''} close={close}>
      <Problem error={act.error} />
      <div className="photo big">{address ? <img src={address} alt="" /> : <p className="empty">{here === null ? t.photo.none : t.loading}</p>}</div>
      <p className="hint">{where}</p>
      <div className="stack">
        {here === null && !fetched && !photo.lost && !photo.redacted && (
          <button className="btn main" disabled={act.busy} onClick={() => void fetch()}>
            {act.busy ? t.loading : t.photo.fetch}
          </button>
        )}
        <button className="btn quiet" onClick={close}>
          {t.close}
        </button>
      </div>
    </Sheet>
  )
}

/** Photos in a row; a tap shows one large. */
export function Photos({ photos }: { photos: PhotoLine[] }) {
  const [shown, setShown] = useState<string>()
  const where = useWhere()
  const large = photos.find((photo) => photo.record === shown)
  if (photos.length === 0) return null
  return (
    <>
      <div className="photos">
        {photos.map((photo) => (
          <Thumbnail key={photo.record} photo={photo} where={where(photo)} open={() => setShown(photo.record)} />
        ))}
      </div>
      {large && <Large photo={large} where={where(large)} close={() => setShown(undefined)} />}
    </>
  )
}

/** A button that takes a photo, with the camera or out of the gallery. */
export function Taker({ label, gallery, quiet, take }: { label: ReactNode; gallery?: boolean; quiet?: boolean; take: (file: File, imported: boolean) => Promise<void> }) {
  const act = useAct()
  const { busy } = act
  return (
    <>
      <div className={`btn taker${quiet ? ' quiet' : ''}`}>
        {busy ? t.photo.busy : label}
        <input
          type="file"
          accept="image/*"
          disabled={busy}
          aria-label={typeof label === 'string' ? label : t.visit.photo}
          {...(gallery ? {} : { capture: 'environment' as const })}
          onChange={(event) => {
            const file = event.target.files?.[0]
            event.target.value = ''
            if (!file) return
            void act.run(() => take(file, gallery === true), false)
          }}
        />
      </div>
      <Problem error={act.error} />
    </>
  )
}

/** Takes photos into a record: camera, and the gallery where the rules let it. */
export function PhotoButtons({ target, item, stage, gallery, label, taken }: { target: string; item?: string; stage: string; gallery: boolean; label?: string; taken?: (photo: string) => void }) {
  const take = async (file: File, imported: boolean) => {
    // Most cameras write no place of their own.
    const at = imported ? null : await position(3_000)
    const found = await attach({ target, item: item ?? '', stage, imported, position: at }, file)
    if (at?.mock) toast(t.photo.mock)
    taken?.(found.photo)
  }
  return (
    <div className={gallery ? 'pair' : ''}>
      <Taker label={label ?? t.visit.photo} take={take} />
      {gallery && <Taker label={t.visit.file} gallery quiet take={take} />}
    </div>
  )
}
