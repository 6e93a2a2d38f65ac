import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Checkbox } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { meQuery } from '../../api/queries'
import { sheetQuery, type SheetRule } from '../../api/sheets'
import { mayDo } from '../../app/menu'
import { dayText } from '../../logic/time'
import { DayPick } from '../../parts/DayPick'
import { ErrorNote } from '../../parts/ErrorNote'
import { FileLink } from '../../parts/FileLink'
import { GridSelect } from '../../parts/GridSelect'
import { Panel } from '../../parts/Panel'
import { Tiles } from '../../parts/Tiles'
import { useDatedName } from '../../parts/useDatedName'
import { useNow } from '../../parts/useNow'
import { percentText } from '../../logic/percent'
import { useText } from '../../text/language'
import { SheetImport } from './SheetImport'
import { SheetLines } from './SheetLines'

/** How a sheet stands on a day and within a grid; its file, out and in. */
export function SheetView({ name, rule }: { name: string; rule: SheetRule }) {
  const text = useText()
  const me = useQuery(meQuery).data
  const now = useNow()
  const named = useDatedName()
  const [day, setDay] = useState('')
  const [grid, setGrid] = useState('')
  const [onlyBad, setOnlyBad] = useState(false)
  const [importing, setImporting] = useState(false)
  const query = { ...(day === '' ? {} : { on: day }), ...(grid === '' ? {} : { grid }) }
  const sheet = useQuery(sheetQuery(name, query))
  const data = sheet.data
  const lines = (data?.lines ?? []).filter((line) => !onlyBad || line.state !== 'met')
  return (
    <>
      <div className="filters" style={{ alignItems: 'center' }}>
        <DayPick
          label={text.sheets.on}
          value={day === '' && now !== undefined ? dayText(now) : day}
          onChange={setDay}
        />
        <GridSelect value={grid} onChange={setGrid} />
        <Checkbox checked={onlyBad} onChange={(event) => setOnlyBad(event.target.checked)}>
          {text.sheets.onlyBad}
        </Checkbox>
        {mayDo(me, ['ledger_export']) && (
          <FileLink
            button="middle"
            href={`/api/v1/sheets/${name}/export?${new URLSearchParams({ ...query, ...(onlyBad ? { unmet: 'true' } : {}) }).toString()}`}
            name={day === '' ? named(rule.zh, 'csv') : `${rule.zh}-${day}.csv`}
          >
            {text.sheets.exportCsv}
          </FileLink>
        )}
        {mayDo(me, [rule.operation]) && (
          <>
            <Button onClick={() => setImporting(true)}>{text.sheets.import}</Button>
            <Link to={`/registers/${name}`}>{text.sheets.edit}</Link>
          </>
        )}
      </div>
      <ErrorNote problem={sheet.error} onRetry={() => void sheet.refetch()} />
      {data !== undefined && (
        <Tiles
          items={[
            [text.sheets.lines, data.lines.length],
            [text.sheets.met, data.met],
            [text.sheets.rate, percentText(data.basis_points)],
            ...(data.share === null ? [] : [[text.sheets.share, percentText(data.share)] as [string, string]]),
          ]}
        />
      )}
      {data?.findings.map((finding) => (
        <Alert
          key={finding.zh + finding.what}
          type="warning"
          className="gap-below"
          title={`${finding.zh} ${finding.what}`}
        />
      ))}
      <Panel title={rule.zh}>
        <SheetLines rule={rule} lines={lines} loading={sheet.isPending} />
      </Panel>
      {importing && <SheetImport name={name} rule={rule} onClose={() => setImporting(false)} />}
    </>
  )
}
