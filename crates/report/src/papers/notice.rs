use wangge_domain::hazard::{Hazard, HazardSeverity};
use wangge_domain::inspection::{Inspection, signatures};
use wangge_domain::lifecycle::{Event, Responsible};
use wangge_domain::people::Credential;
use wangge_domain::{RecordId, Timestamp, UserId};

use super::authority::held_authority;
use super::form::{Form, addressee, body, facts, spans};
use super::hazard_table::notice_table;
use super::owner_code::owner_code_blocks;
use super::service::service_blocks;
use super::signatures::{blank_box, signature_box};
use super::words::{day_of, moment};
use crate::case_file::{CaseFile, Office, RecordFile};
use crate::paper::{Block, Paper, PaperError, SealBlock, Span, TextStyle};

/// 一式两份.
const TWO_ORIGINALS: &str = "本通知书一式两份：一份交被检查单位（人），一份存档。";

/// The notice of rectification（隐患整改通知书, S4-06）over hazards of one premises for which notices
/// were issued. Several hazards stand on one paper; each keeps its own number.
///
/// # Errors
/// [`PaperError::Missing`]: no notice was issued for one of them, or there is none.
pub fn notice_paper(
    office: &Office<'_>,
    case: &CaseFile,
    hazards: &[RecordId],
) -> Result<Paper, PaperError> {
    build(office, case, hazards, "隐患整改通知书", "notice")
}

/// The notice over a hazard that the fire and rescue body has judged to be major
/// （重大火灾隐患整改通知书, S0-27）.
///
/// # Errors
/// As [`notice_paper`]; and one of the hazards was not judged to be major.
pub fn major_notice_paper(
    office: &Office<'_>,
    case: &CaseFile,
    hazards: &[RecordId],
) -> Result<Paper, PaperError> {
    let judged = hazards
        .iter()
        .filter_map(|one| case.hazard(*one))
        .all(|one| {
            Hazard::from_content(&one.content).severity == Some(HazardSeverity::MajorConfirmed)
        });
    if !judged {
        return Err(PaperError::Missing(
            "消防救援机构的重大火灾隐患判定（S0-27）".to_owned(),
        ));
    }
    build(
        office,
        case,
        hazards,
        "重大火灾隐患整改通知书",
        "major_notice",
    )
}

fn build(
    office: &Office<'_>,
    case: &CaseFile,
    hazards: &[RecordId],
    title: &str,
    kind: &str,
) -> Result<Paper, PaperError> {
    let missing = |what: &str| PaperError::Missing(what.to_owned());
    let files: Option<Vec<&RecordFile>> = hazards.iter().map(|one| case.hazard(*one)).collect();
    let files = files.ok_or_else(|| missing("隐患记录"))?;
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
    let visit = Hazard::from_content(&first.content)
        .inspection
        .and_then(|one| case.inspection(one))
        .map(|one| Inspection::from_content(&one.content));
    let at = visit
        .as_ref()
        .and_then(|one| one.finished_at.or(one.started_at))
        .or_else(|| Hazard::from_content(&first.content).found_at);
    let inspectors = visit
        .map(|one| one.inspectors)
        .filter(|names| !names.is_empty())
        .unwrap_or_else(|| office.name(first.state.found_by.unwrap_or(issued_by)));
    let responsible = noticed_responsible(first);
    let mut blocks = vec![
        addressee(&premises.name),
        spans(vec![
            Span::filled(moment(at)),
            Span::plain("，检查人员"),
            Span::filled(with_certificate(office, &inspectors, issued_by, issued_at)),
            Span::plain("对你单位（场所，地址："),
            Span::filled(premises.full_address()),
            Span::plain(format!(
                "）进行消防安全检查，发现下列火灾隐患{}处，请按要求在期限内整改：",
                files.len()
            )),
        ]),
        table,
        facts(&[
            ("责任单位", responsible.unit.clone()),
            ("责任领导", responsible.leader.clone()),
            ("责任人", responsible.person.clone()),
            ("联系电话", responsible.phone.clone()),
        ]),
        body(
            "整改期间应当采取防范措施，确保安全。整改完成后请及时反馈；确有困难不能按期完成的，应当在期满前书面申请延期，延期以一次为限。",
        ),
        body(
            "期满后将组织复查。逾期未整改的，将记入消防安全档案，并按规定上报、移交有权部门依法处理。",
        ),
    ];
    if files.len() > 1 {
        let list: Vec<String> = files.iter().map(|file| number(file)).collect();
        let text = format!("各项文号：{}", list.join("、"));
        blocks.push(Block::Aside(vec![Span::plain(text)], TextStyle::Small));
    }
    blocks.extend(owner_code_blocks(office, &files));
    blocks.push(Block::Seal(SealBlock {
        issuer: office.issuer(state.issuer.as_deref().unwrap_or("station"), case.grid),
        date: day_of(issued_at),
    }));
    blocks.push(Block::Signatures(inspector_boxes(first, &inspectors)));
    blocks.extend(service_blocks(first));
    if !photos.is_empty() {
        blocks.push(Block::Heading("附：隐患照片".to_owned()));
        blocks.push(Block::Photos(photos));
    }
    let form = Form {
        kind,
        record: about(&files),
        issuer: state.issuer.as_deref().unwrap_or("station"),
        grid: case.grid,
        title,
        number: &number(first),
        dated: issued_at.china_date(),
        goes_out: true,
        foot: TWO_ORIGINALS,
    };
    let mut paper = form.paper(office, blocks);
    let body = state.issuer.as_deref().unwrap_or("station");
    paper.authority = held_authority(office, issued_by, (body, case.grid), paper.dated);
    Ok(paper)
}

/// The record that the QR names: the hazard, or the inspection in which several were found.
fn about(files: &[&RecordFile]) -> RecordId {
    let visit = Hazard::from_content(&files[0].content).inspection;
    match visit {
        Some(visit) if files.len() > 1 => visit,
        _ => files[0].record,
    }
}

/// Who was answerable when the notice was issued: a later change is not on the paper.
fn noticed_responsible(file: &RecordFile) -> &Responsible {
    let noticed = file.acts.iter().rev().find_map(|act| match act {
        Event::NoticeIssued { responsible, .. } => Some(responsible),
        _ => None,
    });
    noticed.unwrap_or(&file.state.responsible)
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

/// The names, with the issuer's training certificate of that day.
fn with_certificate(office: &Office<'_>, names: &str, user: UserId, at: Timestamp) -> String {
    let credentials = &office.control.credentials;
    let held = credentials.iter().find(|it| {
        it.user == user && it.kind == Credential::INSPECTION && it.valid_on(at.china_date())
    });
    held.map_or_else(
        || names.to_owned(),
        |it| format!("{names}（证号{}）", it.number),
    )
}

fn inspector_boxes(file: &RecordFile, names: &str) -> Vec<crate::paper::SignatureBox> {
    let known = signatures(&file.content);
    let own = known.iter().filter(|it| it.role == "inspector");
    let mut boxes: Vec<_> = own.map(|it| signature_box("检查人员", it, "")).collect();
    let mut listed = names.split(['、', ',', '，', ';', '；']).map(str::trim);
    while boxes.len() < 2 {
        boxes.push(blank_box("检查人员", listed.next().unwrap_or_default()));
    }
    boxes
}
