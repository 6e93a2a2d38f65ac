import { Tag } from 'antd'
import type { PhotoFacts } from '../logic/photoFacts'
import { useText } from '../text/language'
import { useWord } from '../text/words'

/** What is to be known of a photo before it is believed. */
export function PhotoTags(props: { stage: string; facts: PhotoFacts; clockFlagged: boolean }) {
  const { facts } = props
  const text = useText()
  const word = useWord()
  return (
    <>
      <Tag>{word('photo_stage', props.stage)}</Tag>
      {facts.meters !== undefined && (
        <Tag color={facts.isFar ? 'red' : 'default'}>{text.photo.distance(facts.meters)}</Tag>
      )}
      {facts.place === undefined && <Tag>{text.photo.noPlace}</Tag>}
      {props.clockFlagged && <Tag color="orange">{text.photo.clock}</Tag>}
      {facts.imported && <Tag color="orange">{text.photo.imported}</Tag>}
      {facts.mock && <Tag color="red">{text.photo.mock}</Tag>}
      {facts.sameFile.map((one) => (
        <Tag key={one.because} color="red" title={one.titles.join('；')}>
          {text.photo.sameFile[one.because]}
        </Tag>
      ))}
    </>
  )
}
