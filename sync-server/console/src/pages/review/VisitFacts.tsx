import { Tag } from 'antd'
import type { Checklist } from '../../api/reference'
import type { RecordCard, Scalar } from '../../api/types'
import { signaturesOf, textOf } from '../../logic/answers'
import { metersBetween, placeOf, placeText, type Place } from '../../logic/distance'
import { strokesOf } from '../../logic/strokes'
import { isFar } from '../../logic/photoFacts'
import { timeText } from '../../logic/time'
import { Facts } from '../../parts/Facts'
import { PaperLinks } from '../../parts/PaperLinks'
import { SignatureStrokes } from '../../parts/SignatureStrokes'
import { Panel } from '../../parts/Panel'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'

/** When, where and by whom the visit was made, and who signed. */
export function VisitFacts(props: {
  card: RecordCard
  checklist: Checklist | undefined
  premises: Place | undefined
}) {
  const text = useText()
  const word = useWord()
  const { content, grid_name: grid, village, author } = props.card
  const time = (value: Scalar | undefined): string =>
    typeof value === 'number' ? timeText(value) : ''
  const place = placeOf(content)
  const meters =
    place !== undefined && props.premises !== undefined ? metersBetween(place, props.premises) : undefined
  const signatures = signaturesOf(content)
  return (
    <Panel title={text.review.visit}>
      <Facts
        rows={[
          [text.list.grid, `${village} · ${grid}`],
          [text.list.checklist, props.checklist?.zh ?? textOf(content['checklist'])],
          [text.review.mode, word('mode', textOf(content['mode']))],
          [text.review.started, time(content['started_at_ms'])],
          [text.review.finished, time(content['finished_at_ms'])],
          [text.review.inspectors, textOf(content['inspectors']) || author],
          [text.review.accompanied, textOf(content['accompanied_by'])],
          [
            text.review.place,
            <>
              {place === undefined ? text.photo.noPlace : placeText(place)}{' '}
              {meters !== undefined && (
                <Tag color={isFar(meters) ? 'red' : 'default'}>{text.photo.distance(meters)}</Tag>
              )}
            </>,
          ],
          [text.review.remark, textOf(content['remark'])],
          [
            text.review.signatures,
            signatures.length === 0 ? (
              <Tag color="red">{text.review.unsigned}</Tag>
            ) : (
              signatures.map((one, index) => {
                const name = `${one.signer}（${word('signature_role', one.role)}）`
                const strokes = strokesOf(one.strokes)
                return (
                  <div key={String(index)}>
                    {name}
                    {strokes === undefined ? (
                      <span className="note"> {text.review.noStrokes}</span>
                    ) : (
                      <SignatureStrokes strokes={strokes} label={`${text.review.signatures} ${name}`} />
                    )}
                  </div>
                )
              })
            ),
          ],
        ]}
      />
      <div style={{ marginTop: 10 }}>
        <PaperLinks record={props.card.id} papers={['inspection']} />
      </div>
    </Panel>
  )
}
