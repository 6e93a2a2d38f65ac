use wangge_domain::RecordId;
use wangge_domain::lifecycle::{
    LifecycleTable, LifecycleTables, StepTaken, case_lines, case_summary,
};
use wangge_domain::record::RecordKind;
use wangge_domain::resources::{Language, status_label};

use super::form::{facts, head};
use super::words::{day_of, deadline, word};
use crate::case_file::{CaseFile, Office, RecordFile};
use crate::paper::{Block, Cell, Table, TableRow};

/// Registers whose cases stand in a dossier（一户一档所收案件）, in the order of its sections, with the
/// heading of each.
pub(super) static SECTIONS: [(RecordKind, &str); 5] = [
    (RecordKind::MajorCase, "重大火灾隐患案件"),
    (RecordKind::StopUse, "停用及恢复使用"),
    (RecordKind::Measure, "督导措施"),
    (RecordKind::Leniency, "轻微违法不予处罚"),
    (RecordKind::Letter, "承诺书、责任书"),
];

/// Fields that say nothing to a reader: the number stands in a column of its own, the deadline of an
/// overdue mark in the line of the case.
const UNSAID: [&str; 2] = ["provisional_number", "due"];

/// The sections of a dossier with cases in them（案件登记）: which, how they stand, and every step with
/// who took it, when and under which number. Registers without a case have no section.
pub(super) fn case_sections(
    office: &Office<'_>,
    case: &CaseFile,
) -> Vec<(&'static str, Vec<Block>)> {
    let sections = SECTIONS.iter().map(|(kind, title)| {
        let blocks = cases_of(case, kind)
            .into_iter()
            .enumerate()
            .flat_map(|(place, file)| one(office, case, place + 1, file))
            .collect();
        (*title, blocks)
    });
    sections
        .filter(|(_, blocks): &(_, Vec<Block>)| !blocks.is_empty())
        .collect()
}

/// The cases of one register, oldest first, without drafts that nobody has begun.
pub(super) fn cases_of<'a>(case: &'a CaseFile, kind: &RecordKind) -> Vec<&'a RecordFile> {
    let of_kind = case.cases.iter().filter(|file| file.state.kind == *kind);
    let mut files: Vec<&RecordFile> = of_kind
        .filter(|file| !file.state.case.steps.is_empty())
        .collect();
    // The ids are in the order of time, on a phone as on the relay.
    files.sort_by_key(|file| file.record);
    files
}

/// All cases that the dossier shows, section by section.
pub(super) fn shown_cases(case: &CaseFile) -> Vec<&RecordFile> {
    let kinds = SECTIONS.iter();
    kinds.flat_map(|(kind, _)| cases_of(case, kind)).collect()
}

fn one(office: &Office<'_>, case: &CaseFile, place: usize, file: &RecordFile) -> Vec<Block> {
    let state = &file.state;
    let status = status_label(Language::Chinese, &state.kind, &state.status);
    let number = state.notice_number.clone();
    let number = number.or_else(|| state.provisional_number.clone());
    let closing = state.close_out_number.clone();
    let closing = closing.filter(|closing| number.as_ref() != Some(closing));
    let due = match state.due {
        Some(due) if state.overdue => format!("{}（逾期）", deadline(Some(due), None)),
        due => deadline(due, None),
    };
    let about = hazards_named(case, file);
    let pairs = [
        ("状　　态", status.to_owned()),
        ("文　　号", number.clone().unwrap_or_default()),
        ("办结文号", closing.unwrap_or_default()),
        ("期　　限", due),
        ("所涉隐患", about),
    ];
    let said: Vec<(&str, String)> = pairs
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .collect();
    vec![
        Block::Heading(format!("{place}．{}", title(file, number.as_deref()))),
        facts(&said),
        steps(office, file),
    ]
}

/// What a case is about（案件标题）: by what was written of it, else by the step that began it, with its
/// number; what a later step says of it is no title.
fn title(file: &RecordFile, number: Option<&str>) -> String {
    let mut first = file.state.clone();
    first.case.steps.truncate(1);
    let begun = first.case.steps.first();
    first.case.fields = begun.map(|step| step.fields.clone()).unwrap_or_default();
    let said = case_summary(&file.content, &first).title;
    let kind = LifecycleTables::standard().of(&file.state.kind);
    let is_silent = said.is_empty();
    let said = match kind {
        Some(table) if is_silent => table.zh.clone(),
        _ => said,
    };
    match number {
        Some(number) => format!("{said}（{number}）"),
        None => said,
    }
}

/// The hazards of this file that a case speaks of, by their place in the dossier.
fn hazards_named(case: &CaseFile, file: &RecordFile) -> String {
    let written = file.content.text("parent").map(str::to_owned);
    let fields = file.state.case.fields.values().cloned();
    let named: Vec<RecordId> = written
        .into_iter()
        .chain(fields)
        .filter_map(|text| text.trim().parse().ok())
        .collect();
    let places = case.hazards.iter().enumerate();
    let found: Vec<String> = places
        .filter(|(_, hazard)| named.contains(&hazard.record))
        .map(|(place, _)| format!("隐患{}", place + 1))
        .collect();
    found.join("、")
}

fn steps(office: &Office<'_>, file: &RecordFile) -> Block {
    let table = LifecycleTables::standard().of(&file.state.kind);
    let rows = file.state.case.steps.iter().enumerate();
    let rows = rows.map(|(place, step)| {
        TableRow::of(vec![
            Cell::center((place + 1).to_string()),
            Cell::center(day_of(step.time.best())),
            Cell::value(step_word(table, &step.step)),
            Cell::value(said(office, table, step)),
            Cell::value(people(office, step)),
            Cell::center(step.number.clone().unwrap_or_default()),
        ])
    });
    Block::Table(Table {
        columns: vec![11, 28, 25, 54, 22, 30],
        head: head(&["序号", "日期", "事项", "内容", "办理人", "文号"]),
        rows: rows.collect(),
    })
}

/// What an act is called by people, else by its table.
pub(super) fn step_word(table: Option<&LifecycleTable>, step: &str) -> String {
    let known = word("event", step);
    let events = table
        .map(|table| table.events.as_slice())
        .unwrap_or_default();
    let found = events.iter().find(|event| event.id == step);
    match found {
        Some(event) if known == step => event.zh.clone(),
        _ => known,
    }
}

/// The fields of a step in words. A record that one names is told in the line of the case.
fn said(office: &Office<'_>, table: Option<&LifecycleTable>, step: &StepTaken) -> String {
    let lines = table.map_or_else(Vec::new, |table| {
        case_lines(office.policy, table, Some(&step.step), &step.fields)
    });
    let grid = |text: &str| {
        let grid = text.parse().ok().and_then(|grid| office.grid(grid));
        grid.map(|grid| grid.name.clone())
    };
    let parts: Vec<String> = lines
        .into_iter()
        .filter(|line| !UNSAID.contains(&line.name.as_str()))
        .filter_map(|line| match line.value.parse::<RecordId>() {
            Ok(_) => Some((line.zh, grid(&line.value)?)),
            Err(_) => Some((line.zh, line.text)),
        })
        .map(|(label, text)| format!("{label}：{text}"))
        .collect();
    parts.join("；")
}

fn people(office: &Office<'_>, step: &StepTaken) -> String {
    let all = std::iter::once(&step.user).chain(&step.with);
    let names: Vec<String> = all
        .map(|user| step.as_named(*user, &office.name(*user)))
        .collect();
    names.join("、")
}

#[cfg(test)]
mod tests {
    use super::super::test_kit::{filed, record};
    use super::*;

    #[test]
    fn a_case_is_titled_by_what_began_it_and_not_by_a_later_step() {
        let said = |field: &str, text: &str| {
            std::collections::BTreeMap::from([(field.to_owned(), text.to_owned())])
        };
        let mut case = filed(7, record(1), "青救消立字〔2026〕第0001号");
        let mut step = case.state.case.steps[0].clone();
        step.step = "major_case.report".to_owned();
        step.fields = said("basis", "疏散条件不足");
        case.state.case.steps.insert(0, step.clone());
        step.step = "major_case.recheck_passed".to_owned();
        step.fields = said("text", "已整改");
        case.state.case.steps.push(step);
        let fields = &mut case.state.case.fields;
        fields.extend(said("basis", "综合判定"));
        fields.extend(said("text", "已整改"));
        assert_eq!(title(&case, None), "疏散条件不足");
        let number = "青救消立字〔2026〕第0001号";
        let both = format!("疏散条件不足（{number}）");
        assert_eq!(title(&case, Some(number)), both);
        // Nothing was said of it: what it is.
        case.state.case.steps[0].fields.clear();
        assert_eq!(title(&case, None), "重大火灾隐患案件");
    }

    #[test]
    fn every_register_that_is_gathered_has_a_section() {
        let sections: Vec<&RecordKind> = SECTIONS.iter().map(|(kind, _)| kind).collect();
        assert_eq!(sections, CaseFile::REGISTERS.iter().collect::<Vec<_>>());
    }
}
