import { Button } from 'antd'
import { csvText } from '../logic/csv'
import { useText } from '../text/language'
import { saveFile } from './saveFile'

/** Gives the rows that are shown out as a file for a spreadsheet; the first row names the columns. */
export function CsvButton({ name, rows }: { name: string; rows: string[][] | undefined }) {
  const text = useText()
  return (
    <Button
      size="small"
      disabled={rows === undefined || rows.length < 2}
      onClick={() => saveFile(`${name}.csv`, csvText(rows ?? []), 'text/csv;charset=utf-8')}
    >
      {text.scores.exportCsv}
    </Button>
  )
}
