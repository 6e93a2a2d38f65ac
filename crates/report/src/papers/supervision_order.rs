use chrono::NaiveDate;

use super::Letter;
use super::commitment::form;
use super::form::{addressee, body};
use super::hazard_table::hazard_table;
use super::signatures::blank_box;
use super::words::day;
use crate::case_file::{CaseFile, Office, RecordFile};
use crate::paper::{Block, Paper, PaperError, SealBlock};

/// An order of supervision（督办单）to the body that is answerable for hazards, with a day to report
/// by.
///
/// # Errors
/// [`PaperError::Missing`]: the file holds no hazards, or the day to report by lies before the
/// order.
pub fn supervision_order_paper(
    office: &Office<'_>,
    case: &CaseFile,
    letter: &Letter,
    reason: &str,
    report_by: NaiveDate,
) -> Result<Paper, PaperError> {
    if case.hazards.is_empty() {
        return Err(PaperError::Missing("督办的隐患".to_owned()));
    }
    if report_by < letter.dated {
        return Err(PaperError::Missing("不早于发文日的反馈期限".to_owned()));
    }
    let hazards: Vec<RecordFile> = case.hazards.iter().map(RecordFile::as_quoted).collect();
    let hazards: Vec<&RecordFile> = hazards.iter().collect();
    let (table, photos) = hazard_table(office, case, &hazards);
    let mut blocks = vec![
        addressee(&letter.to),
        body(format!(
            "{}（地址：{}）存在下列火灾隐患，{reason}。现予督办：",
            case.typed().name,
            case.typed().full_address()
        )),
        table,
        body(format!(
            "请落实责任单位、责任领导和责任人，督促整改，并于{}前书面反馈办理结果。",
            day(report_by)
        )),
        Block::Seal(SealBlock {
            issuer: office.issuer(&letter.issuer, letter.grid),
            date: day(letter.dated),
        }),
        Block::Signatures(vec![blank_box("签发人", ""), blank_box("接收人", "")]),
    ];
    if !photos.is_empty() {
        blocks.push(Block::Heading("附：隐患照片".to_owned()));
        blocks.push(Block::Photos(photos));
    }
    let foot = "本单一式两份：一份交承办单位，一份存档。";
    Ok(form("supervision", "督　办　单", letter, foot).paper(office, blocks))
}
