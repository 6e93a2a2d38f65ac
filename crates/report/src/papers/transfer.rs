use super::Letter;
use super::case_papers::case_papers;
use super::commitment::form;
use super::form::{addressee, aside, body, head};
use super::hazard_table::transfer_table;
use super::signatures::blank_box;
use super::timeline::timeline;
use super::unproven_power::unproven_lines;
use super::words::day;
use crate::case_file::{CaseFile, Office, RecordFile};
use crate::paper::{Block, Cell, Paper, PaperError, SealBlock, Span, Table, TableRow, TextStyle};

/// A letter of transfer（移送函, S4-08）to the police station or a department: why, what is handed
/// over with the papers of the case, and a receipt to be sent back.
///
/// # Errors
/// [`PaperError::Missing`]: there is nothing to hand over, or no reason.
pub fn transfer_paper(
    office: &Office<'_>,
    case: &CaseFile,
    letter: &Letter,
    reason: &str,
) -> Result<Paper, PaperError> {
    if case.hazards.is_empty() || reason.trim().is_empty() {
        return Err(PaperError::Missing("移送事由或者隐患".to_owned()));
    }
    let hazards: Vec<&RecordFile> = case.hazards.iter().collect();
    let (table, photos) = transfer_table(office, case, &hazards);
    let signatures = hazards
        .iter()
        .map(|one| wangge_domain::inspection::signatures(&one.content).len())
        .sum::<usize>();
    let materials = [
        ("隐患记录及经办日志", hazards.len()),
        ("照片（附原图摘要）", photos.len()),
        ("电子签名", signatures),
    ];
    let rows = materials.iter().enumerate().map(|(place, (name, count))| {
        TableRow::of(vec![
            Cell::center((place + 1).to_string()),
            Cell::value(*name),
            Cell::center(count.to_string()),
        ])
    });
    let premises = case.typed();
    let mut blocks = vec![
        addressee(&letter.to),
        body(format!(
            "{}（地址：{}）存在下列火灾隐患，{reason}。根据职责分工，现将有关情况及材料移送你单位，请依法处理，并将接收和办理情况函告。",
            premises.name,
            premises.full_address()
        )),
        table,
        Block::Heading("移送材料清单".to_owned()),
        Block::Table(Table {
            columns: vec![12, 110, 30],
            head: head(&["序号", "材料", "份数"]),
            rows: rows.collect(),
        }),
    ];
    if let Some(papers) = case_papers(office, case, &letter.number) {
        let title = vec![Span::bold("随函移送的文书和催办、延期记录：")];
        blocks.push(Block::Aside(title, TextStyle::Body));
        blocks.push(papers);
    }
    blocks.extend([
        Block::Seal(SealBlock {
            issuer: office.issuer(&letter.issuer, letter.grid),
            date: day(letter.dated),
        }),
        Block::Heading("经办与知悉".to_owned()),
        timeline(office, case, true).aside(),
    ]);
    blocks.extend(unproven_lines(office, case));
    if !photos.is_empty() {
        blocks.push(Block::Heading("附：照片".to_owned()));
        blocks.push(Block::Photos(photos));
    }
    // The receipt is torn off and sent back.
    blocks.push(Block::PageBreak);
    blocks.push(Block::Heading("回　执".to_owned()));
    // The number may still be provisional: it is no part of the content.
    blocks.push(aside(format!(
        "{}：你单位移送的{}有关材料收悉。",
        office.issuer(&letter.issuer, letter.grid),
        letter.number
    )));
    blocks.push(Block::Signatures(vec![
        blank_box("接收单位（盖章）", ""),
        blank_box("接收人", ""),
    ]));
    let foot = "本函一式两份：一份送接收单位，一份连同回执存档。";
    Ok(form("transfer", "移　送　函", letter, foot).paper(office, blocks))
}
