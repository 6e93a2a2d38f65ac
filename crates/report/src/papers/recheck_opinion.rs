use std::collections::BTreeSet;

use wangge_domain::RecordId;
use wangge_domain::hazard::Hazard;
use wangge_domain::inspection::{PhotoStage, keys, photo_refs};
use wangge_domain::lifecycle::{Effect, Event, HistoryEntry};
use wangge_domain::numbering::parse_number;

use super::authority::held_authority;
use super::ended::mark_ended;
use super::form::{Form, addressee, aside, body, head, spans};
use super::hazard_table::notice_due;
use super::notice::number;
use super::owner_code::owner_code_blocks;
use super::paper_number::PaperNumber;
use super::photo_figures::{figure_numbers, figures};
use super::same_files::same_file_lines;
use super::signatures::blank_box;
use super::words::{day_of, deadline};
use crate::case_file::{CaseFile, Office, RecordFile};
use crate::paper::{Block, Cell, Paper, PaperError, SealBlock, Span, Table, TableRow};

/// The opinion of a recheck（复查意见书, S4-07）: the number it answers, the result item by item, who
/// rechecked, what follows. It is made out in the name of the body of those who rechecked. Its photos
/// are those that the recheck cites, and those by which the work was reported before it.
///
/// # Errors
/// [`PaperError::Missing`]: the hazard was not rechecked yet.
pub fn recheck_opinion_paper(
    office: &Office<'_>,
    case: &CaseFile,
    hazard: RecordId,
) -> Result<Paper, PaperError> {
    opinion(office, case, hazard, cited_photos)
}

/// The same with all photos of the hazard after the work, as programs of before printed it: by this
/// an opinion that was handed out then is known.
///
/// # Errors
/// As [`recheck_opinion_paper`].
pub fn recheck_opinion_of_before(
    office: &Office<'_>,
    case: &CaseFile,
    hazard: RecordId,
) -> Result<Paper, PaperError> {
    let mut paper = opinion(office, case, hazard, |_| None)?;
    paper.laid_out_before = true;
    Ok(paper)
}

fn opinion(
    office: &Office<'_>,
    case: &CaseFile,
    hazard: RecordId,
    cited: impl Fn(&RecordFile) -> Option<BTreeSet<RecordId>>,
) -> Result<Paper, PaperError> {
    let missing = |what: &str| PaperError::Missing(what.to_owned());
    let file = case.hazard(hazard).ok_or_else(|| missing("隐患记录"))?;
    let is_recheck = |name: &str| matches!(name, "recheck_passed" | "recheck_failed");
    let entry = file
        .state
        .history
        .iter()
        .rev()
        .find(|entry| is_recheck(&entry.event) && entry.effect == Effect::Applied);
    let entry = entry.ok_or_else(|| missing("复查结果"))?;
    let act = file.in_force(&["recheck_passed", "recheck_failed"]);
    let typed = Hazard::from_content(file.quoted_or_now());
    let (passed, reason, others) = match act {
        Some(Event::RecheckPassed { with, .. }) => (true, String::new(), with.clone()),
        Some(Event::RecheckFailed { reason, with, .. }) => (false, reason.clone(), with.clone()),
        _ => (entry.event == "recheck_passed", String::new(), Vec::new()),
    };
    let mut names = vec![office.name(entry.user)];
    names.extend(others.into_iter().map(|user| office.name(user)));
    let shown = showing(file, cited(file));
    let photos = figures(case, &shown, 1, "", |stage, _| {
        matches!(stage, PhotoStage::After | PhotoStage::Recheck)
    });
    let at = entry.time.best();
    let due = deadline(notice_due(file), None);
    let row = TableRow::of(vec![
        Cell::value(typed.part.clone()),
        Cell::value(typed.description.clone()),
        Cell::value(typed.rectification.clone()),
        Cell::center(if passed { "已整改" } else { "未整改" }),
        Cell::center(figure_numbers(1, photos.len())),
    ]);
    let conclusion = if passed {
        "复查合格，隐患予以销号。".to_owned()
    } else {
        format!("复查不合格：{reason}。请继续整改，并将按规定催办、上报。")
    };
    let premises = case.typed();
    let mut blocks = vec![
        addressee(&premises.name),
        spans(vec![
            Span::plain("对《隐患整改通知书》所列隐患（整改期限"),
            Span::filled(due),
            Span::plain("），检查人员"),
            Span::filled(names.join("、")),
            Span::plain("于"),
            Span::filled(day_of(at)),
            Span::plain("进行了复查，意见如下："),
        ]),
        Block::Table(Table {
            columns: vec![22, 50, 50, 20, 22],
            head: head(&["部位", "隐患情况", "整改要求", "结果", "照片"]),
            rows: vec![row],
        }),
        body(conclusion),
    ];
    // Numbers may still be provisional: they are no part of the content.
    let closing = file.state.close_out_number.as_deref();
    let closing = closing.map_or_else(String::new, |number| format!("；销号文号：{number}"));
    blocks.push(aside(format!("通知书文号：{}{closing}", number(file))));
    blocks.extend(confirmed_line(office, file, entry));
    // A failed recheck begins a new round: the old code is void.
    if !passed {
        blocks.extend(owner_code_blocks(office, &[file]));
    }
    let issuer = body_of(office, file, entry);
    blocks.push(Block::Seal(SealBlock {
        issuer: office.issuer(&issuer, case.grid),
        date: day_of(at),
    }));
    let mut boxes: Vec<_> = names
        .iter()
        .map(|name| blank_box("复查人员", name))
        .collect();
    if boxes.len() < 2 {
        boxes.push(blank_box("复查人员", ""));
    }
    boxes.push(blank_box("被检查单位（人）", ""));
    blocks.push(Block::Signatures(boxes));
    if !photos.is_empty() {
        blocks.push(Block::Heading("附：整改后照片".to_owned()));
        blocks.push(Block::Photos(photos));
        let later = |stage| matches!(stage, PhotoStage::After | PhotoStage::Recheck);
        blocks.extend(same_file_lines(case, &[&shown], later));
    }
    let own_number =
        PaperNumber::of(office, file, entry).map_or_else(String::new, PaperNumber::shown);
    let form = Form {
        kind: "recheck",
        record: hazard,
        issuer: &issuer,
        grid: case.grid,
        title: "复查意见书",
        number: &own_number,
        dated: at.china_date(),
        goes_out: true,
        foot: "本意见书一式两份：一份交被检查单位（人），一份存档。",
    };
    let mut paper = form.paper(office, blocks);
    // Its words were asked of in the name of whoever issued the notice.
    let dated = paper.dated;
    let held = |body: &str| held_authority(office, entry.user, (body, case.grid), dated);
    paper.authority = held(&issuer).or_else(|| held(issuer_of(file)));
    mark_ended(&mut paper, &[file]);
    Ok(paper)
}

/// Whether those who were there beside the author have said so themselves（同行人员确认情况）. They may do
/// it after the paper was handed over: it is no part of the content.
fn confirmed_line(office: &Office<'_>, file: &RecordFile, entry: &HistoryEntry) -> Option<Block> {
    let named = file.state.named_in(entry).map(|one| {
        let name = office.name(one.user);
        let said = match one.confirmed {
            true => "已由本人确认",
            false => "未经本人确认，系填报人注明",
        };
        format!("{name}（{said}）")
    });
    let named: Vec<String> = named.collect();
    let line = || aside(format!("同行复查人员：{}。", named.join("、")));
    (!named.is_empty()).then(line)
}

/// The photos that the recheck in force cites, and those by which the work was reported before it
/// with effect. `None`: the log holds what cannot be read, and then nobody can tell.
fn cited_photos(file: &RecordFile) -> Option<BTreeSet<RecordId>> {
    let names = [
        "feedback",
        "fixed_on_spot",
        "recheck_passed",
        "recheck_failed",
    ];
    let is_one = |name: &str| names.contains(&name);
    let told: Vec<&Event> = file.acts.iter().filter(|act| is_one(act.name())).collect();
    let history = file.state.history.iter();
    let entries: Vec<_> = history.filter(|entry| is_one(&entry.event)).collect();
    if told.len() != entries.len() {
        return None;
    }
    let (mut reported, mut cited) = (BTreeSet::new(), None);
    let applied = entries.iter().zip(told);
    for (_, act) in applied.filter(|(entry, _)| entry.effect == Effect::Applied) {
        match act {
            Event::Feedback { photos, .. } => reported.extend(photos.iter().copied()),
            Event::FixedOnSpot { after, .. } => {
                reported.insert(*after);
            }
            Event::RecheckPassed { photos, .. } | Event::RecheckFailed { photos, .. } => {
                let own = photos.iter().copied();
                cited = Some(own.chain(reported.iter().copied()).collect());
            }
            _ => {}
        }
    }
    cited
}

/// The record with these of its photos alone.
fn showing(file: &RecordFile, photos: Option<BTreeSet<RecordId>>) -> RecordFile {
    let mut shown = file.clone();
    if let Some(photos) = photos {
        let others = photo_refs(&file.content).into_iter();
        for other in others.filter(|it| !photos.contains(&it.photo)) {
            shown.content.fields.remove(&keys::photo_item(other.photo));
        }
    }
    shown
}

fn issuer_of(file: &RecordFile) -> &str {
    file.state.issuer.as_deref().unwrap_or("station")
}

/// The body whose people rechecked（复查机关）: the one whose series gave the number of the opinion, before
/// that the one for which they act who did it.
fn body_of(office: &Office<'_>, file: &RecordFile, entry: &HistoryEntry) -> String {
    let rules = &office.policy.numbering;
    let number = entry.paper_number.as_deref();
    let given = number.and_then(|number| parse_number(rules, number).ok());
    if let Some(given) = given {
        return given.series.issuer;
    }
    let issuer = issuer_of(file);
    let own = entry
        .role
        .map_or(issuer, |role| rules.body_of(issuer, role));
    own.to_owned()
}

#[cfg(test)]
mod tests;
