use wangge_domain::hazard::Hazard;
use wangge_domain::inspection::{Inspection, signatures};
use wangge_domain::{RecordId, Timestamp, UserId};

use super::answerable::answerable_blocks;
use super::authority::held_authority;
use super::ended::mark_ended;
use super::form::{Form, addressee, aside, spans};
use super::hazard_table::{notice_table, threatens_life};
use super::inspector_certificate::{NAME_MARKS, with_certificate};
use super::interim_measures::interim_measures;
use super::major_grounds::major_grounds;
use super::owner_code::owner_code_blocks;
use super::service::{posted_blocks, service_blocks};
use super::signatures::{blank_box, signature_box};
use super::unproven_power::unproven_issue;
use super::what_follows::{what_follows, what_follows_of_major};
use super::words::{day_of, moment};
use crate::case_file::{CaseFile, Office, RecordFile};
use crate::paper::{Block, Paper, PaperError, SealBlock, Span, TextStyle};

/// Title and kind of the notice over usual hazards.
const GENERAL: (&str, &str) = ("隐患整改通知书", "notice");
/// Title and kind of the one over major hazards.
const MAJOR: (&str, &str) = ("重大火灾隐患整改通知书", "major_notice");
/// 一式两份.
const TWO_ORIGINALS: &str = "本通知书一式两份：一份交被检查单位（人），一份存档。";

/// Which wording a notice has: what was handed out in an earlier one is known by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wording {
    /// As it is worded now.
    Now,
    /// Without the interim measures, and with one extension.
    WithoutMeasures,
    /// The same, with an extension for what threatens life, too.
    OffersAll,
}

impl Wording {
    fn by(office: &Office<'_>) -> Self {
        if office.before {
            Self::OffersAll
        } else {
            Self::Now
        }
    }
}

/// The notice of rectification（隐患整改通知书, S4-06）over hazards of one premises for which notices
/// were issued, as it was when they were issued. Several hazards stand on one paper in the order in
/// which they were found; each keeps its own number and its own person answerable.
///
/// # Errors
/// [`PaperError::Missing`]: no notice was issued for one of them, or there is none; or the one in
/// force is [`major_notice_paper`].
pub fn notice_paper(
    office: &Office<'_>,
    case: &CaseFile,
    hazards: &[RecordId],
) -> Result<Paper, PaperError> {
    if hazards.iter().any(|one| is_major_notice(case, *one)) {
        return Err(PaperError::Missing(
            "一般隐患的整改通知（现行的是重大火灾隐患整改通知书，S0-27）".to_owned(),
        ));
    }
    build(office, case, hazards, GENERAL, Wording::by(office))
}

/// The same with an extension offered for what threatens life, too, as programs of before printed it: by
/// this a notice that was handed out then is known.
///
/// # Errors
/// As [`notice_paper`].
pub fn notice_paper_of_before(
    office: &Office<'_>,
    case: &CaseFile,
    hazards: &[RecordId],
) -> Result<Paper, PaperError> {
    let mut paper = build(office, case, hazards, GENERAL, Wording::OffersAll)?;
    paper.laid_out_before = true;
    Ok(paper)
}

/// The notice in force, general or major, as programs printed it that left out the interim measures and
/// offered one extension whatever the policy allows: by this a notice that was handed out then is known.
///
/// # Errors
/// As [`notice_paper`].
pub fn notice_paper_without_measures(
    office: &Office<'_>,
    case: &CaseFile,
    hazards: &[RecordId],
) -> Result<Paper, PaperError> {
    let of_major = hazards.iter().filter(|one| is_major_notice(case, **one));
    let named = match of_major.count() {
        0 => GENERAL,
        count if count == hazards.len() => MAJOR,
        _ => return Err(PaperError::Missing("同一种整改通知".to_owned())),
    };
    let mut paper = build(office, case, hazards, named, Wording::WithoutMeasures)?;
    paper.laid_out_before = true;
    Ok(paper)
}

/// The notice over a hazard that the fire and rescue body has judged to be major
/// （重大火灾隐患整改通知书, S0-27）.
///
/// # Errors
/// As [`notice_paper`]; one of the hazards was not judged to be major, or the notice in force is the
/// one of before that.
pub fn major_notice_paper(
    office: &Office<'_>,
    case: &CaseFile,
    hazards: &[RecordId],
) -> Result<Paper, PaperError> {
    if !hazards.iter().all(|one| case.is_judged_major(*one)) {
        return Err(PaperError::Missing(
            "消防救援机构的重大火灾隐患判定（S0-27）".to_owned(),
        ));
    }
    if !hazards.iter().all(|one| is_major_notice(case, *one)) {
        return Err(PaperError::Missing(
            "立案后下发的重大火灾隐患整改通知（S0-27）".to_owned(),
        ));
    }
    build(office, case, hazards, MAJOR, Wording::by(office))
}

/// Whether the notice in force over a hazard is the one that follows the filing.
fn is_major_notice(case: &CaseFile, hazard: RecordId) -> bool {
    case.hazard(hazard)
        .is_some_and(|file| file.state.major_notice)
}

fn build(
    office: &Office<'_>,
    case: &CaseFile,
    hazards: &[RecordId],
    (title, kind): (&str, &str),
    wording: Wording,
) -> Result<Paper, PaperError> {
    let missing = |what: &str| PaperError::Missing(what.to_owned());
    let files = hazards
        .iter()
        .map(|one| case.hazard(*one).map(RecordFile::as_quoted));
    let files: Option<Vec<RecordFile>> = files.collect();
    let mut files = files.ok_or_else(|| missing("隐患记录"))?;
    // The ids of one millisecond are in no order.
    files.sort_by_cached_key(|file| {
        let hazard = Hazard::from_content(&file.content);
        (hazard.found_at, hazard.item, file.record)
    });
    let files: Vec<&RecordFile> = files.iter().collect();
    let first = *files.first().ok_or_else(|| missing("隐患记录"))?;
    let mut issued = Vec::with_capacity(files.len());
    for file in &files {
        issued.push(issue_of(file).ok_or_else(|| missing("已下发的整改通知"))?);
    }
    let (issued_at, issued_by) = issued[0];
    let state = &first.state;
    let premises = case.typed();
    let (table, photos) = notice_table(office, case, &files, |file| {
        issue_of(file).map(|(at, _)| at)
    });
    let found_on = Hazard::from_content(&first.content).inspection;
    // What was reported without a visit was found by no inspection.
    let inspected = office.before || found_on.is_some();
    let visit = found_on
        .and_then(|one| case.inspection(one))
        .map(|one| Inspection::from_content(one.quoted_or_now()));
    let at = visit
        .as_ref()
        .and_then(|one| one.finished_at.or(one.started_at))
        .or_else(|| Hazard::from_content(&first.content).found_at);
    let listed = visit
        .map(|one| one.inspectors)
        .filter(|names| !names.is_empty());
    let finder = first.state.found_by.unwrap_or(issued_by);
    let known = listed.is_none().then_some(finder);
    let inspectors = listed.unwrap_or_else(|| office.name(finder));
    let mut blocks: Vec<Block> = bundle_mark(&files).into_iter().collect();
    blocks.extend([
        addressee(&premises.name),
        spans(vec![
            Span::filled(moment(at)),
            Span::plain(if inspected {
                "，检查人员"
            } else {
                "，登记人员"
            }),
            Span::filled(with_certificate(office, &inspectors, known, issued_at)),
            Span::plain(if inspected {
                "对你单位（场所，地址："
            } else {
                "登记了你单位（场所，地址："
            }),
            Span::filled(premises.full_address()),
            Span::plain(format!(
                "）{}下列火灾隐患{}处，请按要求在期限内整改：",
                if inspected {
                    "进行消防安全检查，发现"
                } else {
                    "的"
                },
                files.len()
            )),
        ]),
        table,
    ]);
    blocks.extend(life_threat_mark(&files));
    blocks.extend(answerable_blocks(&files));
    let is_major = state.major_notice;
    if is_major {
        blocks.extend(major_grounds(office, case, &files));
    }
    let issuer = state.issuer.as_deref().unwrap_or("station");
    let body_name = office.issuer(issuer, case.grid);
    let fixed = match wording {
        Wording::OffersAll => Vec::new(),
        Wording::WithoutMeasures | Wording::Now => not_extended(office, &files),
    };
    let max_times = match wording {
        Wording::Now => office.policy.rectification.extension.max_times,
        Wording::WithoutMeasures | Wording::OffersAll => 1,
    };
    if wording == Wording::Now {
        blocks.extend(interim_measures(case, &files));
    }
    blocks.extend(if is_major {
        what_follows_of_major(&body_name)
    } else {
        what_follows(&fixed, files.len(), max_times)
    });
    if let Some(line) = filing_line(case, &files) {
        blocks.push(line);
    }
    blocks.extend(unproven_issue(office, case, &files));
    blocks.extend(owner_code_blocks(office, &files));
    blocks.push(Block::Seal(SealBlock {
        issuer: body_name,
        date: day_of(issued_at),
    }));
    let label = if inspected {
        "检查人员"
    } else {
        "登记人员"
    };
    let mut boxes = inspector_boxes(first, &inspectors, label);
    if is_major {
        // Who found it is of the grid, who issues it of the brigade.
        let signer = with_certificate(office, &office.name(issued_by), Some(issued_by), issued_at);
        boxes.push(blank_box("签发人", &signer));
    }
    blocks.push(Block::Signatures(boxes));
    blocks.extend(service_blocks(&files));
    let posted = posted_blocks(case, &files, photos.len() + 1);
    if !photos.is_empty() {
        blocks.push(Block::Heading("附：隐患照片".to_owned()));
        blocks.push(Block::Photos(photos));
    }
    blocks.extend(posted);
    let form = Form {
        kind,
        record: about(&files),
        issuer,
        grid: case.grid,
        title,
        number: &number(first),
        dated: issued_at.china_date(),
        goes_out: true,
        foot: TWO_ORIGINALS,
    };
    let mut paper = form.paper(office, blocks);
    paper.authority = held_authority(office, issued_by, (issuer, case.grid), paper.dated);
    mark_ended(&mut paper, &files);
    Ok(paper)
}

/// The places of those hazards whose deadline is never made longer（不办理延期）: they threaten life, and the
/// policy extends none of these (S4-05).
fn not_extended(office: &Office<'_>, files: &[&RecordFile]) -> Vec<String> {
    let places = files.iter().enumerate();
    let extends = office.policy.rectification.extension.life_threat;
    places
        .filter(|(_, file)| file.state.life_threat && !extends)
        .map(|(place, _)| (place + 1).to_string())
        .collect()
}

/// Under which numbers the hazards were filed（立案文号）. They may still be to come: they are no part of
/// the content.
fn filing_line(case: &CaseFile, files: &[&RecordFile]) -> Option<Block> {
    let places = files.iter().enumerate();
    let filed: Vec<String> = places
        .filter(|(_, file)| file.state.major_notice)
        .filter_map(|(place, file)| {
            let number = case.judgement(file.record)?.state.case.filing_number()?;
            Some(match files.len() {
                1 => number.to_owned(),
                _ => format!("隐患{}：{number}", place + 1),
            })
        })
        .collect();
    (!filed.is_empty()).then(|| aside(format!("立案文号：{}", filed.join("；"))))
}

/// The record that the QR names: the hazard, or the inspection in which several were found.
fn about(files: &[&RecordFile]) -> RecordId {
    let visit = Hazard::from_content(&files[0].content).inspection;
    match visit {
        Some(visit) if files.len() > 1 => visit,
        _ => files[0].record,
    }
}

/// Says before everything else that several notices are printed as one（合并打印）, each with its number:
/// the one under the title is that of the first, which may have been handed over by itself. No part of
/// what the content hash covers, for numbers are none.
fn bundle_mark(files: &[&RecordFile]) -> Option<Block> {
    let several = files.len() > 1;
    several.then(|| {
        let list: Vec<String> = files.iter().map(|file| number(file)).collect();
        let text = format!(
            "【合并打印】本通知书由下列{}项隐患各自的整改通知书合并打印而成，与单项打印的是同一通知，不另行编号；各项文号依次为：{}。",
            list.len(),
            list.join("、")
        );
        Block::Aside(vec![Span::bold(text)], TextStyle::Body)
    })
}

/// Says which hazards threaten life（危及生命）. No part of what the content hash covers: notices that
/// were handed over without the mark are still known by it.
fn life_threat_mark(files: &[&RecordFile]) -> Option<Block> {
    let places = files.iter().enumerate();
    let threats: Vec<String> = places
        .filter(|(_, file)| threatens_life(file))
        .map(|(place, _)| (place + 1).to_string())
        .collect();
    (!threats.is_empty()).then(|| {
        let text = format!("【危及生命】隐患序号{}危及生命安全。", threats.join("、"));
        Block::Aside(vec![Span::bold(text)], TextStyle::Body)
    })
}

/// When and by whom the notice over a hazard was issued.
fn issue_of(file: &RecordFile) -> Option<(Timestamp, UserId)> {
    let entry = file.state.history.iter().rev().find(|entry| {
        entry.event == "notice_issued" && entry.effect == wangge_domain::lifecycle::Effect::Applied
    })?;
    Some((entry.time.best(), entry.user))
}

/// Final number, else the provisional one.
pub(super) fn number(file: &RecordFile) -> String {
    let state = &file.state;
    let number = state.notice_number.clone();
    number
        .or_else(|| state.provisional_number.clone())
        .unwrap_or_default()
}

fn inspector_boxes(file: &RecordFile, names: &str, label: &str) -> Vec<crate::paper::SignatureBox> {
    let known = signatures(&file.content);
    let own = known.iter().filter(|it| it.role == "inspector");
    let mut boxes: Vec<_> = own.map(|it| signature_box(file, label, it, "")).collect();
    let mut listed = names.split(NAME_MARKS).map(str::trim);
    while boxes.len() < 2 {
        boxes.push(blank_box(label, listed.next().unwrap_or_default()));
    }
    boxes
}

#[cfg(test)]
mod major_tests;
#[cfg(test)]
mod tests;
