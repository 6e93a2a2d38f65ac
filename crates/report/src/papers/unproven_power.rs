use wangge_domain::lifecycle::{Effect, HistoryEntry, LifecycleTables};
use wangge_domain::register::unproven_power;

use super::dossier_cases::{shown_cases, step_word};
use super::form::aside;
use super::words::{day, day_of};
use crate::case_file::{CaseFile, Office, RecordFile};
use crate::paper::{Block, Paper};

/// With what such a line begins.
const MARK: &str = "【时间未能证明】";

/// A paper as a phone made it before the relay received its act（收到以前）: without the marks that the time of
/// receipt put on it. `None`: it bears none.
#[must_use]
pub fn without_unproven_marks(paper: &Paper) -> Option<Paper> {
    let is_mark = |block: &Block| match block {
        Block::Aside(spans, _) => spans.first().is_some_and(|it| it.text.starts_with(MARK)),
        _ => false,
    };
    if !paper.blocks.iter().any(is_mark) {
        return None;
    }
    let mut bare = paper.clone();
    bare.blocks.retain(|block| !is_mark(block));
    Some(bare)
}

/// Lines that say of which acts under a delegation it is not proven that they were done before its last
/// day was over（办理时间未能证明, S0-03）. No part of what the content hash covers: a paper that was handed
/// over before is known still.
pub(super) fn unproven_lines(office: &Office<'_>, case: &CaseFile) -> Vec<Block> {
    let files = case.inspections.iter().chain(&case.hazards);
    let files = files.chain(shown_cases(case));
    files
        .flat_map(|file| {
            let entries = file.state.history.iter();
            entries.filter_map(move |entry| line(office, case, file, entry))
        })
        .collect()
}

/// The same on a notice of its own issue.
pub(super) fn unproven_issue(
    office: &Office<'_>,
    case: &CaseFile,
    files: &[&RecordFile],
) -> Option<Block> {
    files.iter().find_map(|file| {
        let mut history = file.state.history.iter().rev();
        let issued = history
            .find(|entry| entry.event == "notice_issued" && entry.effect == Effect::Applied)?;
        line(office, case, file, issued)
    })
}

fn line(
    office: &Office<'_>,
    case: &CaseFile,
    file: &RecordFile,
    entry: &HistoryEntry,
) -> Option<Block> {
    let said = (&file.state, file.quoted_or_now());
    let until = unproven_power(office.control, case.grid, said, entry)?;
    let table = LifecycleTables::standard().of(&file.state.kind);
    let name = step_word(table, &entry.event);
    let number = entry.number.as_deref().unwrap_or_default();
    Some(aside(format!(
        "{MARK}“{name}”{number}所依据的赋权（委托）于{}届满；手机记为{}办理，中继于{}收到，届满前办理未能证明。",
        day(until),
        day_of(entry.time.best()),
        day_of(entry.time.upper),
    )))
}

#[cfg(test)]
mod tests;
