use wangge_domain::RecordId;
use wangge_domain::checklist::{Answer, AnswerResult};
use wangge_domain::inspection::{Inspection, keys, signatures};
use wangge_domain::lifecycle::{Effect, HistoryEntry};
use wangge_domain::record::Scalar;

use super::ended::mark_ended;
use super::form::{Form, aside, body, facts, head, small};
use super::paper_number::{PaperNumber, handed_in};
use super::photo_figures::figures;
use super::signatures::{blank_box, signature_box};
use super::words::{moment, word};
use crate::case_file::{CaseFile, Office, RecordFile};
use crate::paper::{Block, Cell, Paper, PaperError, Table, TableRow};

/// The record of one visit（现场检查记录）as it was handed in last: every answer, the photos with their
/// hashes, the signatures.
///
/// # Errors
/// [`PaperError::Missing`]: there is no such inspection in the file, or nothing was answered.
pub fn inspection_record_paper(
    office: &Office<'_>,
    case: &CaseFile,
    inspection: RecordId,
) -> Result<Paper, PaperError> {
    let missing = |what: &str| PaperError::Missing(what.to_owned());
    let file = case
        .inspection(inspection)
        .ok_or_else(|| missing("检查记录"))?;
    let file = &file.as_quoted();
    let visit = Inspection::from_content(&file.content);
    if visit.answers.is_empty() && visit.census_outcome.is_empty() {
        return Err(missing("检查内容"));
    }
    let premises = case.typed();
    let mut blocks = vec![visit_facts(office, case, file, &visit)];
    blocks.extend(handed_in_twice(office, file));
    if !visit.answers.is_empty() {
        blocks.push(answers_table(office, &visit));
    }
    blocks.push(body(summary(office, case, (file, &visit), inspection)));
    if let Some(remark) = file.content.text(keys::REMARK).filter(|it| !it.is_empty()) {
        blocks.push(body(format!("备注：{remark}")));
    }
    blocks.push(Block::Signatures(boxes(
        file,
        &visit,
        &premises.operator.name,
    )));
    let photos = figures(case, file, 1, "", |_, _| true);
    if !photos.is_empty() {
        blocks.push(Block::Heading("附：现场照片".to_owned()));
        blocks.push(Block::Photos(photos));
    }
    let started = visit.started_at.or_else(|| first_act(file));
    let form = Form {
        kind: "inspection",
        record: inspection,
        issuer: "station",
        grid: case.grid,
        title: "现场检查记录",
        number: &inspection_number(office, file),
        dated: started.unwrap_or(office.now).china_date(),
        goes_out: true,
        foot: "本记录一式两份：一份交被检查单位（人），一份存档。",
    };
    let mut paper = form.paper(office, blocks);
    paper.made_at = started.is_none().then_some(office.now);
    mark_ended(&mut paper, &[file]);
    Ok(paper)
}

/// That two people handed the visit in without knowing of each other（互不知情）: the record prints what
/// the later one did, until it is handed in by somebody who knows of both. No part of the content:
/// the other one may arrive after the record was handed over.
fn handed_in_twice(office: &Office<'_>, file: &RecordFile) -> Option<Block> {
    let history = file.state.history.iter();
    let all: Vec<&HistoryEntry> = history
        .filter(|entry| entry.event == "submitted" && entry.effect == Effect::Applied)
        .collect();
    let (last, before) = all.split_last()?;
    let unknown = |entry: &&&HistoryEntry| {
        entry.user != last.user && entry.seq.is_some_and(|seq| seq > last.seen)
    };
    let other = before.iter().rev().find(unknown)?;
    let by = |entry: &HistoryEntry| {
        let at = moment(Some(entry.time.best()));
        format!("{}（{at}）", office.name(entry.user))
    };
    Some(aside(format!(
        "本次检查由{}、{}互不知情地分别提交，本记录所载为后一人提交的内容，前一人提交的内容见日志。",
        by(other),
        by(last)
    )))
}

fn first_act(file: &RecordFile) -> Option<wangge_domain::Timestamp> {
    file.state.history.first().map(|entry| entry.time.best())
}

/// Before a visit is handed in its record bears its id.
fn inspection_number(office: &Office<'_>, file: &RecordFile) -> String {
    let number = handed_in(file).and_then(|entry| PaperNumber::of(office, file, entry));
    number.map_or_else(|| format!("记录号 {}", file.record), PaperNumber::shown)
}

fn visit_facts(
    office: &Office<'_>,
    case: &CaseFile,
    file: &RecordFile,
    visit: &Inspection,
) -> Block {
    let premises = case.typed();
    let categories = &office.policy.categories.list;
    let category = categories
        .iter()
        .find(|it| it.id == premises.category)
        .map_or_else(|| premises.category.clone(), |it| it.zh.clone());
    let list = office.policy.checklists.by_code(&visit.checklist);
    let list = list.map_or_else(String::new, |list| {
        format!(
            "{}（{} {}）",
            list.name_zh, list.code, visit.checklist_version
        )
    });
    let inspectors = if visit.inspectors.is_empty() {
        file.state
            .author
            .map(|user| office.name(user))
            .unwrap_or_default()
    } else {
        visit.inspectors.clone()
    };
    let led_by = file.content.text(keys::ACCOMPANIED_BY).unwrap_or_default();
    let grid = office.grid(case.grid).map(|it| it.name.clone());
    facts(&[
        ("场所名称", premises.name.clone()),
        ("场所类别", category),
        ("地　　址", premises.full_address()),
        ("经 营 者", premises.operator.name.clone()),
        ("业　　主", premises.owner.name.clone()),
        ("所属网格", grid.unwrap_or_default()),
        (
            "检查方式",
            visit
                .mode
                .map(|it| word("mode", it.as_str()))
                .unwrap_or_default(),
        ),
        ("开始时间", moment(visit.started_at)),
        ("结束时间", moment(visit.finished_at)),
        ("检 查 人", inspectors),
        ("陪 同 人", led_by.to_owned()),
        ("检 查 表", list),
    ])
}

fn answers_table(office: &Office<'_>, visit: &Inspection) -> Block {
    let library = &office.policy.checklists;
    let pinned = library.pinned(&visit.checklist, &visit.checklist_version);
    let list = pinned.or_else(|| library.by_code(&visit.checklist));
    // In the order of the list; answers to items that are not in it any more come last.
    let mut order: Vec<&String> = visit.answers.keys().collect();
    if let Some(list) = list {
        let place = |id: &String| list.items.iter().position(|item| item.id == *id);
        order.sort_by_key(|id| place(id).unwrap_or(usize::MAX));
    }
    let rows = order.into_iter().enumerate().filter_map(|(place, id)| {
        let answer = visit.answers.get(id)?;
        let item = library.item(id);
        let question = item.map_or(id.as_str(), |item| item.question.as_str());
        Some(TableRow::of(vec![
            Cell::center((place + 1).to_string()),
            Cell::center(id.as_str()),
            Cell::value(question),
            Cell::center(result_word(answer)),
            Cell::value(remark(answer)),
        ]))
    });
    Block::Table(Table {
        columns: vec![12, 18, 76, 18, 45],
        head: head(&["序号", "编号", "检查内容", "结果", "说明"]),
        rows: rows.collect(),
    })
}

fn result_word(answer: &Answer) -> &'static str {
    match answer.result {
        Some(AnswerResult::Pass) => "合格",
        Some(AnswerResult::Fail) => "不合格",
        Some(AnswerResult::Na) => "不适用",
        None => "未答",
    }
}

fn remark(answer: &Answer) -> String {
    let value = answer.value.as_ref().map(|value| match value {
        Scalar::Int(number) => number.to_string(),
        Scalar::Text(text) => text.clone(),
        Scalar::Bool(yes) => if *yes { "是" } else { "否" }.to_owned(),
        _ => String::new(),
    });
    let conflict = answer
        .conflict
        .then(|| "两人记录不一致，按较严一项列示".to_owned());
    [
        value,
        Some(answer.part.clone()),
        Some(answer.note.clone()),
        conflict,
    ]
    .into_iter()
    .flatten()
    .filter(|part| !part.is_empty())
    .collect::<Vec<_>>()
    .join("；")
}

fn summary(
    office: &Office<'_>,
    case: &CaseFile,
    (file, visit): (&RecordFile, &Inspection),
    inspection: RecordId,
) -> String {
    let count = |wanted: AnswerResult| {
        let answers = visit.answers.values();
        answers
            .filter(|answer| answer.result == Some(wanted))
            .count()
    };
    if visit.answers.is_empty() {
        let found = office.policy.census.get(&visit.census_outcome);
        let words = found.map_or(visit.census_outcome.as_str(), |one| one.zh.as_str());
        return format!("走访结果：{words}。{}", visit.census_note);
    }
    let failed = count(AnswerResult::Fail);
    // What was registered without an item belongs to the visit if it was there when it was handed in.
    let until = handed_in(file).map(|entry| entry.time.best());
    let others = case.hazards.iter().filter(|one| {
        let hazard = wangge_domain::hazard::Hazard::from_content(&one.content);
        let mut history = one.state.history.iter();
        let found = history.find(|entry| entry.event == "found" && entry.effect == Effect::Applied);
        let found = found.map(|entry| entry.time.best());
        hazard.inspection == Some(inspection)
            && hazard.item.is_none()
            && until.is_none_or(|until| found.is_some_and(|found| found <= until))
    });
    format!(
        "检查结论：共检查{}项，合格{}项，不合格{}项，不适用{}项；应登记隐患{}处。",
        visit.answers.len(),
        count(AnswerResult::Pass),
        failed,
        count(AnswerResult::Na),
        failed + others.count(),
    )
}

fn boxes(file: &RecordFile, visit: &Inspection, operator: &str) -> Vec<crate::paper::SignatureBox> {
    let date = visit.finished_at.or_else(|| first_act(file));
    let date = date.map(super::words::day_of).unwrap_or_default();
    let known = signatures(&file.content);
    if known.is_empty() {
        let mut names = visit.inspectors.split(['、', ',', '，']).map(str::trim);
        return vec![
            blank_box("检查人员", names.next().unwrap_or_default()),
            blank_box("检查人员", names.next().unwrap_or_default()),
            blank_box("被检查单位（人）", operator),
        ];
    }
    known
        .iter()
        .map(|it| {
            let label = match it.role.as_str() {
                "inspector" => "检查人员",
                "witness" => "见证人",
                _ => "被检查单位（人）",
            };
            signature_box(file, label, it, &date)
        })
        .collect()
}

/// The hashes of all photos of a record in full, for the file.
pub(super) fn hash_lines(case: &CaseFile, file: &RecordFile) -> Option<Block> {
    let lines: Vec<String> = wangge_domain::inspection::photo_refs(&file.content)
        .iter()
        .filter_map(|photo| case.photos.get(&photo.photo))
        .map(|photo| photo.original.to_string())
        .collect();
    (!lines.is_empty()).then(|| small(format!("照片原图 SHA-256：{}", lines.join("、"))))
}

#[cfg(test)]
mod tests;
