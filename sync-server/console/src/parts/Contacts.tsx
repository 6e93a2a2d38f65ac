import { Button } from 'antd'
import { useState } from 'react'
import { api, csrf } from '../api/client'
import { take } from '../api/problem'
import type { RecordCard } from '../api/types'
import { useText } from '../text/language'
import { useWord } from '../text/words'
import { RevealDialog } from './RevealDialog'

/** The way to the whole telephone numbers of a record, where some are hidden. */
export function Contacts({ card }: { card: RecordCard }) {
  const text = useText()
  const word = useWord()
  const [asking, setAsking] = useState(false)
  const told = { ...card.content, ...card.fields, responsible_phone: card.responsible?.phone ?? '' }
  const hidden = Object.entries(told).some(
    ([key, value]) => /phone|^contact$/.test(key) && typeof value === 'string' && value.includes('*'),
  )
  if (!hidden) return null
  const reveal = async (reason: string): Promise<[string, string][]> => {
    const { phones } = await take(
      api.POST('/api/v1/records/{record}/contacts', {
        params: { path: { record: card.id }, header: csrf },
        body: { reason },
      }),
    )
    const rows = Object.entries(phones).map(([key, phone]): [string, string] => [word('field', key), phone])
    return rows.length === 0 ? [[text.care.noPhones, '—']] : rows
  }
  return (
    <div className="gap-above">
      <Button size="small" onClick={() => setAsking(true)}>
        {text.care.phones}
      </Button>
      {asking && (
        <RevealDialog
          title={text.care.phones}
          subject={card.id}
          hint={text.care.phonesHint}
          reveal={reveal}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  )
}
