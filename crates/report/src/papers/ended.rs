use wangge_domain::RecordId;
use wangge_domain::lifecycle::{Effect, Event, EventWord, Status};
use wangge_domain::register::printed_compulsion_words;

use super::words::day_of;
use crate::case_file::{CaseFile, RecordFile};
use crate::paper::{Block, Paper, Span, TextStyle};

/// That records on which a paper rests were withdrawn or declared void（撤回、作废标记）, with the day and the
/// reason: one line for each.
#[must_use]
pub fn ended_marks(case: &CaseFile, records: &[RecordId]) -> Vec<String> {
    let files = case.inspections.iter().chain(&case.hazards);
    files
        .filter(|file| records.contains(&file.record))
        .filter_map(ended_mark)
        .collect()
}

/// Puts the marks on a paper: a line before everything else, and a word at the head of every page of
/// what has ended. Neither is part of its content: what was handed over says what it said. That
/// something was blanked is a line alone.
pub(super) fn mark_ended(paper: &mut Paper, files: &[&RecordFile]) {
    let mut marks: Vec<String> = files.iter().filter_map(|file| ended_mark(file)).collect();
    if !marks.is_empty() {
        let word = "已撤回或作废，不再作为依据";
        paper.banner = match paper.banner.as_str() {
            "" => word.to_owned(),
            banner => format!("{banner}；{word}"),
        };
    }
    marks.extend(files.iter().filter_map(|file| redacted_mark(file)));
    if marks.is_empty() {
        return;
    }
    let mut blocks: Vec<Block> = marks
        .into_iter()
        .map(|mark| Block::Aside(vec![Span::bold(mark)], TextStyle::Body))
        .collect();
    blocks.append(&mut paper.blocks);
    paper.blocks = blocks;
}

/// That words of a record were blanked（涂销标记）, with the day: whoever holds an older paper knows why it says
/// more.
fn redacted_mark(file: &RecordFile) -> Option<String> {
    let mut history = file.state.history.iter().rev();
    let entry = history.find(|entry| {
        entry.event == Event::REDACTION_CONFIRMED && entry.effect == Effect::Applied
    })?;
    let day = day_of(entry.time.best());
    Some(format!(
        "【内容已涂销】本文书所载记录有内容已于{day}经两人确认涂销，未涂销的内容照旧。"
    ))
}

fn ended_mark(file: &RecordFile) -> Option<String> {
    let (event, word) = match file.state.status {
        Status::Withdrawn => ("withdrawn", "撤回"),
        Status::Voided => ("voided", "作废"),
        _ => return None,
    };
    let mut history = file.state.history.iter().rev();
    let entry = history.find(|entry| entry.event == event && entry.effect == Effect::Applied)?;
    // A word of compulsion in a reason would keep the paper from being printed.
    let reason = entry.said(EventWord::REASON);
    let reason = reason.filter(|reason| printed_compulsion_words(reason).is_empty());
    let reason = reason.map_or_else(String::new, |reason| format!("，原因：{reason}"));
    let day = day_of(entry.time.best());
    Some(format!(
        "【已{word}】本文书所载记录已于{day}{word}{reason}。本文书不再作为依据。"
    ))
}
