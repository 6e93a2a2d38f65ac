use wangge_domain::checklist::AnswerResult;
use wangge_domain::hazard::Hazard;
use wangge_domain::inspection::{Inspection, signatures};
use wangge_domain::resources::{Language, status_label};

use super::form::{Form, body, facts, head, small};
use super::hazard_table::basis;
use super::inspection_record::hash_lines;
use super::notice::number;
use super::photo_figures::figures;
use super::signatures::signature_box;
use super::timeline::timeline;
use super::words::{day_of, deadline, moment, word};
use crate::case_file::{CaseFile, Office, RecordFile};
use crate::paper::{Block, Cell, Paper, Photo, Table, TableRow};

/// The dossier of a premises（一户一档, S4-17, S0-41）: what is on file, every visit, every hazard with
/// its papers, photos with their hashes, signatures, and who did and knew what and when.
#[must_use]
pub fn dossier_paper(office: &Office<'_>, case: &CaseFile) -> Paper {
    let mut blocks = vec![file_facts(office, case)];
    blocks.push(Block::Heading("一、历次检查".to_owned()));
    blocks.push(visits(office, case));
    blocks.push(Block::Heading("二、隐患及整改".to_owned()));
    if case.hazards.is_empty() {
        blocks.push(body("未登记隐患。"));
    }
    for (place, file) in case.hazards.iter().enumerate() {
        blocks.extend(hazard(office, place + 1, file));
    }
    blocks.push(Block::Heading("三、文书".to_owned()));
    blocks.push(papers(office, case));
    blocks.push(Block::Heading("四、经办与知悉".to_owned()));
    blocks.push(small(
        "每行时间：上为手机记录并经校正的时间，下为中继收到时间；日志行号与信封摘要可凭证据包逐行核验。",
    ));
    blocks.push(timeline(office, case, false));
    blocks.push(Block::Heading("五、签名".to_owned()));
    blocks.push(signed(case));
    blocks.push(Block::Heading("六、照片".to_owned()));
    let photos = all_photos(case);
    if photos.is_empty() {
        blocks.push(body("无照片。"));
    } else {
        blocks.push(Block::Photos(photos));
    }
    for file in case.inspections.iter().chain(&case.hazards) {
        blocks.extend(hash_lines(case, file));
    }
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
    form.paper(office, blocks)
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

fn hazard(office: &Office<'_>, place: usize, file: &RecordFile) -> Vec<Block> {
    let typed = Hazard::from_content(&file.content);
    let state = &file.state;
    let status = status_label(Language::Chinese, &state.kind, &state.status);
    let severity = typed.severity.map(|it| word("severity", it.as_str()));
    let answerable = [
        &state.responsible.unit,
        &state.responsible.leader,
        &state.responsible.person,
    ]
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
            ("级　　别", severity.unwrap_or_default()),
            (
                "来　　源",
                typed
                    .source
                    .map(|it| word("source", it.as_str()))
                    .unwrap_or_default(),
            ),
            ("发现时间", moment(typed.found_at)),
            ("依　　据", basis(office, &typed)),
            ("整改要求", typed.rectification.clone()),
            ("责 任 人", answerable),
            ("期　　限", deadline(state.due.or(state.original_due), None)),
            ("通知文号", number(file)),
            (
                "销　　号",
                state.close_out_number.clone().unwrap_or_default(),
            ),
            ("状　　态", status.to_owned()),
        ]),
    ]
}

fn papers(office: &Office<'_>, case: &CaseFile) -> Block {
    let mut rows = Vec::new();
    for file in &case.hazards {
        for entry in &file.state.history {
            let given = entry.number.clone().or_else(|| {
                let is_notice = entry.event == "notice_issued";
                is_notice
                    .then(|| file.state.provisional_number.clone())
                    .flatten()
            });
            let Some(given) = given else { continue };
            let provisional = match (&file.state.provisional_number, entry.event.as_str()) {
                (Some(number), "notice_issued") if *number != given => number.clone(),
                _ => String::new(),
            };
            rows.push(TableRow::of(vec![
                Cell::center((rows.len() + 1).to_string()),
                Cell::value(word("event", &entry.event)),
                Cell::center(given),
                Cell::center(provisional),
                Cell::center(day_of(entry.time.best())),
                Cell::center(office.name(entry.user)),
            ]));
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

fn signed(case: &CaseFile) -> Block {
    let mut boxes = Vec::new();
    for file in case.inspections.iter().chain(&case.hazards) {
        for signature in signatures(&file.content) {
            let label = match signature.role.as_str() {
                "inspector" => "检查人员",
                "witness" => "见证人",
                _ => "被检查单位（人）",
            };
            let date = signature_day(signature.id);
            boxes.push(signature_box(label, &signature, &date));
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
    photos
}
