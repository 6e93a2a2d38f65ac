use wangge_domain::hazard::Hazard;
use wangge_domain::lifecycle::{Effect, LifecycleTables, StepTaken};
use wangge_domain::premises::Premises;

use super::commitment::form;
use super::form::{addressee, body, head};
use super::hazard_table::{given, notice_due};
use super::letter::Letter;
use super::paper_number::earned_number;
use super::signatures::blank_box;
use super::words::{day, day_of, deadline, month_of};
use crate::case_file::Office;
use crate::paper::{Block, Cell, Paper, PaperError, SealBlock, Span, Table, TableRow, TextStyle};
use crate::register_file::RegisterFile;

/// The steps that issue an order.
const ISSUED: [&str; 3] = [
    "order.issue_monthly",
    "order.issue_yearly",
    "order.issue_trade",
];

/// The order of supervision of a case（督办单, S2-14, S3-17）over hazards of any number of premises: a
/// yearly one over those of the major cases that it names.
///
/// # Errors
/// [`PaperError::Missing`]: it was not issued yet, or names no hazard that is here.
pub fn order_of(office: &Office<'_>, case: &RegisterFile) -> Result<Paper, PaperError> {
    let step = case.step(&ISSUED)?;
    if case.hazards.is_empty() {
        return Err(PaperError::Missing("督办的隐患".to_owned()));
    }
    let said = |name: &str| step.fields.get(name).map_or("", |value| value.trim());
    let departments = &office.policy.routing.departments;
    let department = departments.get(said("department"));
    let to = department.map_or_else(|| said("unit").to_owned(), |found| found.zh.clone());
    let letter = Letter {
        record: case.file.record,
        issuer: issuer(case, &step.step),
        grid: case.grid,
        number: number(office, case, step),
        dated: step.time.best().china_date(),
        to: if to.is_empty() {
            office.township(case.grid)
        } else {
            to
        },
    };
    let month = match said("month") {
        month if office.before => month.to_owned(),
        month => month_of(month),
    };
    let matter = match step.step.as_str() {
        "order.issue_monthly" => format!("{month}排查发现的下列火灾隐患尚未整改"),
        "order.issue_yearly" => format!("{}年度下列重大火灾隐患尚未整改", said("year")),
        _ => said("text").to_owned(),
    };
    let by = step.due.map_or_else(String::new, day_of);
    let mut blocks = vec![addressee(&letter.to)];
    if !matter.is_empty() {
        blocks.push(body(format!("{matter}。")));
    }
    blocks.push(body(format!(
        "现对下列隐患{}处予以督办。请落实责任单位、责任领导和责任人，督促整改，并于{by}前书面反馈办理结果。",
        case.hazards.len()
    )));
    blocks.push(Block::Table(table(office, case)));
    blocks.extend(filings(case));
    blocks.push(Block::Seal(SealBlock {
        issuer: office.issuer(&letter.issuer, letter.grid),
        date: day(letter.dated),
    }));
    blocks.push(Block::Signatures(vec![
        blank_box("签发人", &office.name(step.user)),
        blank_box("接收人", ""),
    ]));
    let foot = "本单一式两份：一份交承办单位，一份存档。";
    let form = form("supervision", "督　办　单", &letter, foot);
    Ok(form.paper(office, blocks).by(office, step.user, &letter))
}

/// Final number, else the provisional one, which no order states.
fn number(office: &Office<'_>, case: &RegisterFile, step: &StepTaken) -> String {
    let given = step.number.clone().unwrap_or_else(|| case.number());
    if !given.is_empty() {
        return given;
    }
    let mut history = case.file.state.history.iter().rev();
    let issued = history.find(|entry| entry.event == step.step && entry.effect == Effect::Applied);
    issued.map_or_else(String::new, |entry| {
        earned_number(office, "supervision", entry)
    })
}

/// The body that issues such an order, by the table of the kind.
fn issuer(case: &RegisterFile, step: &str) -> String {
    let table = LifecycleTables::standard().of(&case.file.state.kind);
    let row = table.and_then(|table| table.rows.iter().find(|row| row.event == step));
    let body = row.and_then(|row| row.issuer.clone());
    body.unwrap_or_else(|| "station".to_owned())
}

fn table(office: &Office<'_>, case: &RegisterFile) -> Table {
    let rows = case.hazards.iter().enumerate().map(|(place, (file, of))| {
        let hazard = Hazard::from_content(file.quoted_or_now());
        let premises = Premises::from_content(of.quoted_or_now());
        // The deadline of the notice: neither that of an urge nor the end of a pause.
        let (due, proposed) = if office.before {
            (file.state.due.or(file.state.original_due), hazard.deadline)
        } else {
            (notice_due(file), given(file))
        };
        // A major hazard without a notice of its own has the deadline of its case.
        let due = due.or_else(|| case.major(file.record)?.state.due);
        TableRow::of(vec![
            Cell::center((place + 1).to_string()),
            Cell::value(premises.name.clone()),
            Cell::value(premises.full_address()),
            Cell::value(hazard.description.clone()),
            Cell::value(hazard.rectification.clone()),
            Cell::center(deadline(due, proposed)),
        ])
    });
    Table {
        columns: vec![11, 30, 36, 40, 36, 22],
        head: head(&[
            "序号",
            "单位（场所）",
            "地址",
            "隐患情况",
            "整改要求",
            "期限",
        ]),
        rows: rows.collect(),
    }
}

/// The numbers under which the hazards were filed（立案文号）. They may still be to come: they are no part
/// of the content.
fn filings(case: &RegisterFile) -> Option<Block> {
    let places = case.hazards.iter().enumerate();
    let filed: Vec<String> = places
        .filter_map(|(place, (file, _))| {
            let number = case.major(file.record)?.state.case.filing_number()?;
            Some(format!("隐患{}：{number}", place + 1))
        })
        .collect();
    (!filed.is_empty()).then(|| {
        let text = format!("立案文号：{}", filed.join("；"));
        Block::Aside(vec![Span::plain(text)], TextStyle::Small)
    })
}

#[cfg(test)]
mod tests;
