use wangge_domain::checklist::AnswerResult;
use wangge_domain::hazard::Hazard;
use wangge_domain::inspection::{Inspection, signatures};
use wangge_domain::lifecycle::{
    Effect, HistoryEntry, LifecycleTables, Status, StepTaken, noticed_responsible,
};
use wangge_domain::record::RecordKind;
use wangge_domain::resources::{Language, status_label};

use super::dossier_cases::{SECTIONS, case_sections, cases_of, shown_cases, step_word};
use super::field_edits::field_edits;
use super::form::{Form, body, facts, head, small};
use super::grade::grade;
use super::hazard_table::{ground, notice_due};
use super::inspection_record::hash_lines;
use super::issued::issued;
use super::notice::number;
use super::paper_number::{PaperNumber, handed_in};
use super::photo_figures::figures;
use super::same_files::same_file_lines;
use super::signatures::signature_box;
use super::signed_acts::{is_in_force, signed_letter};
use super::timeline::timeline;
use super::unproven_power::unproven_lines;
use super::words::{day_of, deadline, moment, word};
use crate::case_file::{CaseFile, Office, RecordFile};
use crate::paper::{Block, Cell, Paper, Photo, Table, TableRow};

/// Numbers of the sections.
const NUMERALS: [&str; 12] = [
    "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二",
];

/// The dossier of a premises（一户一档, S4-17, S0-41）: what is on file, every visit, every hazard, the
/// cases of the registers, every paper with its number, photos with their hashes, signatures, and
/// who did and knew what and when.
#[must_use]
pub fn dossier_paper(office: &Office<'_>, case: &CaseFile) -> Paper {
    let form = Form {
        kind: "dossier",
        record: case.premises.record,
        issuer: "station",
        grid: case.grid,
        title: "消防平安管理档案",
        number: "",
        dated: office.now.china_date(),
        goes_out: false,
        foot: &format!("生成时间 {}", moment(Some(office.now))),
    };
    let mut paper = form.paper(office, dossier_blocks(office, case));
    paper.made_at = Some(office.now);
    paper
}

/// All that a dossier says, from what is on file to the photos.
pub(super) fn dossier_blocks(office: &Office<'_>, case: &CaseFile) -> Vec<Block> {
    let mut sections = vec![
        ("历次检查", vec![visits(office, case)]),
        ("隐患及整改", hazards(office, case)),
    ];
    sections.extend(case_sections(office, case));
    sections.extend([
        ("文书", vec![papers(office, case)]),
        ("经办与知悉", acts(office, case)),
        ("签名", vec![signed(case)]),
        ("照片", pictures(case)),
    ]);
    let mut blocks = vec![file_facts(office, case)];
    for (numeral, (title, section)) in NUMERALS.iter().zip(sections) {
        blocks.push(Block::Heading(format!("{numeral}、{title}")));
        blocks.extend(section);
    }
    blocks
}

fn hazards(office: &Office<'_>, case: &CaseFile) -> Vec<Block> {
    if case.hazards.is_empty() {
        return vec![body("未登记隐患。")];
    }
    let places = case.hazards.iter().enumerate();
    places
        .flat_map(|(place, file)| hazard(office, case, place + 1, file))
        .collect()
}

fn acts(office: &Office<'_>, case: &CaseFile) -> Vec<Block> {
    let mut blocks = vec![
        small(
            "每行时间：上为手机记录并经校正的时间，下为中继收到时间；日志行号与信封摘要可凭证据包逐行核验。",
        ),
        timeline(office, case, false),
    ];
    blocks.extend(unproven_lines(office, case));
    blocks.extend(field_edits(office, case));
    blocks
}

fn pictures(case: &CaseFile) -> Vec<Block> {
    let photos = all_photos(case);
    let mut blocks = if photos.is_empty() {
        vec![body("无照片。")]
    } else {
        vec![Block::Photos(photos)]
    };
    blocks.extend(same_file_lines(case, &files(case), |_| true));
    blocks.extend(
        files(case)
            .into_iter()
            .filter_map(|file| hash_lines(case, file)),
    );
    blocks
}

/// The records of the file, in the order in which it shows them.
fn files(case: &CaseFile) -> Vec<&RecordFile> {
    let found = case.inspections.iter().chain(&case.hazards);
    found.chain(shown_cases(case)).collect()
}

fn file_facts(office: &Office<'_>, case: &CaseFile) -> Block {
    let premises = case.typed();
    let category = office
        .policy
        .categories
        .list
        .iter()
        .find(|it| it.id == premises.category)
        .map_or_else(|| premises.category.clone(), |it| it.zh.clone());
    let status = status_label(
        Language::Chinese,
        &case.premises.state.kind,
        &case.premises.state.status,
    );
    let with_phone = |contact: &wangge_domain::premises::Contact| {
        if contact.phone.is_empty() {
            contact.name.clone()
        } else {
            format!("{} {}", contact.name, contact.phone)
        }
    };
    let [territory, department, unit, on_site] = &premises.responsible;
    let grid = office.grid(case.grid).map(|it| it.name.clone());
    facts(&[
        ("场所名称", premises.name.clone()),
        ("场所类别", category),
        ("状　　态", status.to_owned()),
        ("地　　址", premises.full_address()),
        ("所属网格", grid.unwrap_or_default()),
        (
            "信用代码",
            premises.license_number.clone().unwrap_or_default(),
        ),
        ("业　　主", with_phone(&premises.owner)),
        ("经 营 者", with_phone(&premises.operator)),
        ("属地责任", with_phone(territory)),
        ("部门责任", with_phone(department)),
        ("单位责任", with_phone(unit)),
        ("现场责任", with_phone(on_site)),
        ("检查次数", case.inspections.len().to_string()),
        ("隐患总数", case.hazards.len().to_string()),
        ("档案编号", case.premises.record.to_string()),
    ])
}

fn visits(office: &Office<'_>, case: &CaseFile) -> Block {
    let rows = case.inspections.iter().enumerate().map(|(place, file)| {
        let visit = Inspection::from_content(&file.content);
        let failed: Vec<&str> = visit
            .answers
            .iter()
            .filter(|(_, answer)| answer.result == Some(AnswerResult::Fail))
            .map(|(id, _)| id.as_str())
            .collect();
        let result = if visit.answers.is_empty() {
            word("outcome", &visit.census_outcome)
        } else if failed.is_empty() {
            format!("{}项，全部合格", visit.answers.len())
        } else {
            format!("{}项，不合格：{}", visit.answers.len(), failed.join("、"))
        };
        let people = if visit.inspectors.is_empty() {
            file.state
                .author
                .map(|user| office.name(user))
                .unwrap_or_default()
        } else {
            visit.inspectors.clone()
        };
        let status = status_label(Language::Chinese, &file.state.kind, &file.state.status);
        TableRow::of(vec![
            Cell::center((place + 1).to_string()),
            Cell::center(visit.started_at.map(day_of).unwrap_or_default()),
            Cell::center(
                visit
                    .mode
                    .map(|it| word("mode", it.as_str()))
                    .unwrap_or_default(),
            ),
            Cell::value(people),
            Cell::value(result),
            Cell::center(visit.photos.len().to_string()),
            Cell::center(status),
        ])
    });
    Block::Table(Table {
        columns: vec![12, 31, 20, 26, 50, 13, 20],
        head: head(&["序号", "日期", "方式", "检查人", "结果", "照片", "状态"]),
        rows: rows.collect(),
    })
}

fn hazard(office: &Office<'_>, case: &CaseFile, place: usize, file: &RecordFile) -> Vec<Block> {
    let typed = Hazard::from_content(&file.content);
    let state = &file.state;
    let status = status_label(Language::Chinese, &state.kind, &state.status);
    // Whom the notice went to, and who is answerable since.
    let noticed = noticed_responsible(state, &file.acts);
    let named = noticed.and_now(&state.responsible);
    let answerable = [&named.unit, &named.leader, &named.person]
        .map(String::as_str)
        .into_iter()
        .filter(|it| !it.is_empty())
        .collect::<Vec<_>>()
        .join("／");
    let title = format!("{place}．{}", typed.description);
    vec![
        Block::Heading(title),
        facts(&[
            ("部　　位", typed.part.clone()),
            ("级　　别", grade(case, file, &typed)),
            (
                "来　　源",
                typed
                    .source
                    .map(|it| word("source", it.as_str()))
                    .unwrap_or_default(),
            ),
            ("发现时间", moment(typed.found_at)),
            ("依　　据", ground(office, file, &typed)),
            ("整改要求", typed.rectification.clone()),
            ("责 任 人", answerable),
            ("期　　限", deadlines(file)),
            ("通知文号", notices(file)),
            (
                "销　　号",
                state.close_out_number.clone().unwrap_or_default(),
            ),
            ("状　　态", status.to_owned()),
        ]),
    ]
}

/// The deadline of the notice; beside it until when its clock stands still, or what an urge gave.
fn deadlines(file: &RecordFile) -> String {
    let (state, of_notice) = (&file.state, notice_due(file));
    let said = deadline(of_notice, None);
    let other = state.due.filter(|due| Some(*due) != of_notice);
    match (&state.status, other) {
        (Status::Paused, Some(until)) => {
            format!("{said}（暂停计时，至{}）", day_of(until))
        }
        (_, Some(urged)) => format!("{said}（催办至{}）", day_of(urged)),
        (_, None) => said,
    }
}

/// The number of its notice; of several each with its day and what it is.
fn notices(file: &RecordFile) -> String {
    let issued = issued(file);
    if issued.len() < 2 {
        return number(file);
    }
    let each: Vec<String> = issued
        .iter()
        .map(|one| {
            let day = day_of(one.entry.time.best());
            format!("{}（{day}，{}）", one.number, one.title())
        })
        .collect();
    each.join("；")
}

fn papers(office: &Office<'_>, case: &CaseFile) -> Block {
    let mut rows = Vec::new();
    for file in files(case) {
        let table = LifecycleTables::standard().of(&file.state.kind);
        let first = first_numbered(file);
        for (place, entry) in file.state.history.iter().enumerate() {
            let offline = file.state.provisional_number.clone();
            let offline = offline.filter(|_| first == Some(place));
            if let Some(given) = entry.number.clone().or_else(|| offline.clone()) {
                let what = step_word(table, &entry.event);
                rows.push(paper_row(office, rows.len(), entry, (what, given, offline)));
            }
            if let Some(paper) = own_paper(office, file, entry) {
                let provisional = paper.provisional.clone();
                let given = paper.final_number.unwrap_or(provisional);
                let line = (paper.title, given, Some(paper.provisional));
                rows.push(paper_row(office, rows.len(), entry, line));
            }
        }
    }
    if rows.is_empty() {
        return body("未制发文书。");
    }
    Block::Table(Table {
        columns: vec![12, 28, 50, 26, 30, 20],
        head: head(&["序号", "事项", "文号", "临时编号", "日期", "办理人"]),
        rows,
    })
}

/// What a paper is, its number, the number that a phone gave it.
fn paper_row(
    office: &Office<'_>,
    before: usize,
    entry: &HistoryEntry,
    (what, given, provisional): (String, String, Option<String>),
) -> TableRow {
    let provisional = provisional.filter(|number| *number != given);
    TableRow::of(vec![
        Cell::center((before + 1).to_string()),
        Cell::value(what),
        Cell::center(given),
        Cell::center(provisional.unwrap_or_default()),
        Cell::center(day_of(entry.time.best())),
        Cell::center(office.name(entry.user)),
    ])
}

/// The paper that an act has of its own; of several times that a visit was handed in the first.
fn own_paper(office: &Office<'_>, file: &RecordFile, entry: &HistoryEntry) -> Option<PaperNumber> {
    let is_visit = file.state.kind == RecordKind::Inspection;
    let first = handed_in(file).map(|first| first.envelope);
    if is_visit && first != Some(entry.envelope) {
        return None;
    }
    PaperNumber::of(office, file, entry)
}

/// The act to which the number belongs that a phone gave offline: the notice of a hazard, the first
/// step of a case that says one.
fn first_numbered(file: &RecordFile) -> Option<usize> {
    let newest = |name: &str| {
        let history = file.state.history.iter();
        history
            .clone()
            .rposition(|entry| entry.event == name && entry.effect == Effect::Applied)
    };
    if file.state.kind == RecordKind::Rectification {
        return newest("notice_issued");
    }
    let stated = |step: &&StepTaken| step.fields.contains_key("provisional_number");
    let step = file.state.case.steps.iter().find(stated)?;
    newest(&step.step)
}

fn signed(case: &CaseFile) -> Block {
    let mut boxes = Vec::new();
    for file in files(case) {
        let file = &file.as_quoted();
        let letter = signed_letter(file);
        for signature in signatures(&file.content) {
            if !is_in_force(file, &signature) {
                continue;
            }
            let label = match (signature.role.as_str(), &letter) {
                (_, Some(letter)) => letter.as_str(),
                ("inspector", None) => "检查人员",
                ("witness", None) => "见证人",
                _ => "被检查单位（人）",
            };
            let date = signature_day(signature.id);
            boxes.push(signature_box(file, label, &signature, &date));
        }
    }
    if boxes.is_empty() {
        return body("无电子签名。");
    }
    Block::Signatures(boxes)
}

/// The id of a signature bears the time of the phone that took it.
fn signature_day(id: uuid::Uuid) -> String {
    id.get_timestamp()
        .and_then(|stamp| i64::try_from(stamp.to_unix().0).ok())
        .map(|seconds| day_of(wangge_domain::Timestamp(seconds.saturating_mul(1000))))
        .unwrap_or_default()
}

fn all_photos(case: &CaseFile) -> Vec<Photo> {
    let mut photos = Vec::new();
    for (place, file) in case.inspections.iter().enumerate() {
        let about = format!("第{}次检查", place + 1);
        photos.extend(figures(case, file, photos.len() + 1, &about, |_, _| true));
    }
    for (place, file) in case.hazards.iter().enumerate() {
        let about = format!("隐患{}", place + 1);
        photos.extend(figures(case, file, photos.len() + 1, &about, |_, _| true));
    }
    for (kind, title) in &SECTIONS {
        for (place, file) in cases_of(case, kind).into_iter().enumerate() {
            let about = format!("{title}{}", place + 1);
            photos.extend(figures(case, file, photos.len() + 1, &about, |_, _| true));
        }
    }
    photos
}

#[cfg(test)]
mod tests;
