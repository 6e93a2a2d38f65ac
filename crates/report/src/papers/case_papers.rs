use wangge_domain::lifecycle::{Effect, HistoryEntry, LifecycleTables};

use super::form::head;
use super::issued::issued;
use super::paper_number::{PaperNumber, handed_in};
use super::words::day_of;
use crate::case_file::{CaseFile, Office, RecordFile};
use crate::paper::{Block, Cell, Table, TableRow};

/// A paper of a case（案卷文书）: what it is, its number, the act that made it.
type CasePaper<'a> = (String, String, &'a HistoryEntry);

/// What stands for a number where an act bears none.
const NO_NUMBER: &str = "—";

/// The papers that were made out in a case（案卷文书目录）with number, day and the hash of the envelope that
/// proves each, except the one with this number, and among them the urges and extensions, which bear
/// none; `None`: there are none. Numbers may still be provisional: they are no part of the content.
pub(super) fn case_papers(office: &Office<'_>, case: &CaseFile, but: &str) -> Option<Block> {
    let mut papers: Vec<CasePaper<'_>> = Vec::new();
    for file in &case.inspections {
        if let Some(entry) = handed_in(file) {
            papers.extend(own_paper(office, file, entry));
        }
    }
    for file in &case.hazards {
        papers.extend(of_hazard(office, file));
    }
    papers.retain(|(_, number, _)| number != but);
    if papers.is_empty() {
        return None;
    }
    let rows = papers.into_iter().enumerate();
    let rows = rows.map(|(place, (title, number, entry))| {
        let short: String = entry.envelope.to_string().chars().take(16).collect();
        TableRow::of(vec![
            Cell::center((place + 1).to_string()),
            Cell::value(title),
            Cell::center(number),
            Cell::center(day_of(entry.time.best())),
            Cell::center(short),
        ])
    });
    let table = Table {
        columns: vec![12, 44, 52, 28, 34],
        head: head(&["序号", "文书", "文号", "日期", "信封摘要"]),
        rows: rows.collect(),
    };
    Some(Block::Table(table).aside())
}

/// Its notices, the opinions of its rechecks, whatever else earned a number, its urges and what was
/// asked and decided of its deadline, in log order.
fn of_hazard<'a>(office: &Office<'_>, file: &'a RecordFile) -> Vec<CasePaper<'a>> {
    let notices = issued(file);
    let mut papers = Vec::new();
    for entry in &file.state.history {
        if entry.effect != Effect::Applied {
            continue;
        }
        let notice = notices.iter().find(|one| std::ptr::eq(one.entry, entry));
        if let Some(notice) = notice {
            papers.push((notice.title().to_owned(), notice.number.clone(), entry));
        } else if let Some(number) = &entry.number {
            let title = numbered(office, file, entry);
            papers.push((title, number.clone(), entry));
        } else if let Some(title) = of_deadline(entry) {
            papers.push((title, NO_NUMBER.to_owned(), entry));
        }
        papers.extend(own_paper(office, file, entry));
    }
    papers
}

fn own_paper<'a>(
    office: &Office<'_>,
    file: &RecordFile,
    entry: &'a HistoryEntry,
) -> Option<CasePaper<'a>> {
    let paper = PaperNumber::of(office, file, entry)?;
    Some((paper.title.clone(), paper.shown(), entry))
}

/// What an urge（催办）or an act on an extension（延期）is called, with the days that it gives.
fn of_deadline(entry: &HistoryEntry) -> Option<String> {
    let (name, before) = match entry.event.as_str() {
        "urged" => ("催办", "限"),
        "extension_requested" => ("申请延期", ""),
        "extension_approved" => ("批准延期", ""),
        "extension_refused" => ("不予延期", ""),
        _ => return None,
    };
    let days = entry.words.iter().find(|word| word.field == "days");
    let days = days.map(|days| format!("（{before}{}日）", days.text));
    Some(format!("{name}{}", days.unwrap_or_default()))
}

/// What the paper is called whose series numbered an act.
fn numbered(office: &Office<'_>, file: &RecordFile, entry: &HistoryEntry) -> String {
    let table = LifecycleTables::standard().of(&file.state.kind);
    let rows = table.map(|table| table.rows.as_slice()).unwrap_or_default();
    let mut rows = rows.iter().filter(|row| row.event == entry.event);
    let document = rows.find_map(|row| row.number.as_ref());
    let document = document.and_then(|code| office.policy.numbering.documents.get(code));
    document.map_or_else(|| entry.event.clone(), |document| document.zh.clone())
}
