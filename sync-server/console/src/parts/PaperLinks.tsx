import { FilePdfOutlined } from '@ant-design/icons'
import { useText } from '../text/language'
import type { Text } from '../text/zh'
import { FileLink } from './FileLink'

const NAMES: Record<string, keyof Text['paper']> = {
  notice: 'notice',
  major_notice: 'majorNotice',
  transfer: 'transfer',
  recheck: 'recheck',
  inspection: 'inspection',
  dossier: 'dossier',
  zone: 'zone',
  commitment: 'commitment',
  responsibility: 'responsibility',
  promise: 'promise',
  supervision: 'supervision',
  board: 'board',
}

/** Links to the papers of a record, as PDF. */
export function PaperLinks({ record, papers }: { record: string; papers: string[] }) {
  const text = useText()
  return (
    <div className="papers">
      {papers.map((paper) => {
        const name = NAMES[paper]
        return (
          <FileLink key={paper} href={`/api/v1/papers/${paper}/${record}`}>
            <FilePdfOutlined aria-hidden /> {name === undefined ? paper : text.paper[name]}
          </FileLink>
        )
      })}
    </div>
  )
}
