import { reportPhoto, type WaitingReport } from '../../api/publicReports'
import { useText } from '../../text/language'

/** The photos of a report by the public, each opened large in a page of its own. */
export function ReportPhotos({ report }: { report: WaitingReport }) {
  const text = useText()
  if (report.photos === 0) return <span className="note">{text.reports.noPhotos}</span>
  return (
    <div className="thumbs">
      {Array.from({ length: report.photos }, (_, place) => (
        <a key={place} href={reportPhoto(report.report, place)} target="_blank" rel="noreferrer">
          <img
            src={reportPhoto(report.report, place)}
            alt={`${text.reports.photo(place + 1)}：${report.place}`}
            loading="lazy"
          />
        </a>
      ))}
    </div>
  )
}
