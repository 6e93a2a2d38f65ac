use std::io::Write;

use chrono::Datelike as _;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use wangge_domain::Timestamp;

use super::LedgerRow;
use super::columns::COLUMNS;
use crate::cell::Cell;
use crate::time_text::moment;

/// Widths of the columns behind 序号, in characters of a spreadsheet.
const WIDTHS: [u8; 27] = [
    22, 22, 10, 22, 12, 16, 16, 14, 10, 14, 34, 10, 10, 18, 10, 10, 28, 14, 22, 8, 16, 14, 22, 10,
    14, 16, 16,
];
/// Rows between two calls of the progress.
const STEP: u64 = 1_000;
/// Rows before the first hazard: title, note, head.
const HEAD_ROWS: u32 = 3;
/// What one sheet holds at most, the rows above the first hazard counted.
const SHEET_ROWS: u32 = 1_048_576;
/// Characters that one cell may hold.
const CELL_CHARS: usize = 32_767;

/// What the sheet says above its rows（台账表头）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerSheet {
    /// Body whose ledger it is, e.g. 青峰镇应急消防管理站.
    pub keeper: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// The clock is made up: the sheet says so in its title and on every page.
    pub demo: bool,
}

/// The ledger was not written（台账未写成）.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The writer or the temporary file failed.
    #[error("台账写入失败（the ledger cannot be written）: {0}")]
    Write(#[from] XlsxError),
    /// More hazards than a sheet has rows.
    #[error("台账超过一张表的行数上限（more rows than a sheet holds）")]
    TooLong,
}

/// Writes the ledger as a spreadsheet in its printed layout（台账, S4-22）: title over all columns, the
/// head repeated on every page, A4 landscape, page numbers. Rows are taken one at a time, kept in
/// a temporary file of the system and packed into `out` at the end; `progress` hears how many are
/// written. What people typed is text, never a formula. Returns the number of hazards.
///
/// # Errors
/// [`LedgerError`]; `out` may hold a part then, which is no spreadsheet.
pub fn ledger_xlsx(
    rows: impl Iterator<Item = LedgerRow>,
    sheet: &LedgerSheet,
    progress: &mut dyn FnMut(u64),
    out: impl Write + Send,
) -> Result<u64, LedgerError> {
    let mut workbook = Workbook::new();
    let made = sheet.made_at.china_date();
    let year = u16::try_from(made.year()).unwrap_or(1980).clamp(1980, 9999);
    let month = u8::try_from(made.month()).unwrap_or(1);
    let day = u8::try_from(made.day()).unwrap_or(1);
    let properties = DocProperties::new()
        .set_title("隐患排查整改台账")
        .set_company(sheet.keeper.as_str())
        .set_creation_datetime(&ExcelDateTime::from_ymd(year, month, day)?);
    workbook.set_properties(&properties);
    let page = workbook.add_worksheet_with_constant_memory()?;
    set_up(page, sheet)?;
    let text = Format::new()
        .set_border(FormatBorder::Thin)
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter);
    let number = text.clone().set_align(FormatAlign::Center);
    let mut count: u64 = 0;
    for row in rows {
        let at = u32::try_from(count)
            .ok()
            .and_then(|count| count.checked_add(HEAD_ROWS))
            .filter(|at| *at < SHEET_ROWS)
            .ok_or(LedgerError::TooLong)?;
        count += 1;
        // A row number is far below the point where a double loses whole numbers.
        page.write_number_with_format(at, 0, f64::from(at - HEAD_ROWS + 1), &number)?;
        for (column, (_, cell)) in (1_u16..).zip(COLUMNS) {
            match cell(&row) {
                Cell::Number(value) => {
                    page.write_string_with_format(at, column, value.to_string(), &number)?
                }
                Cell::Text(value) => {
                    page.write_string_with_format(at, column, fitting(value), &text)?
                }
            };
        }
        if count.is_multiple_of(STEP) {
            progress(count);
        }
    }
    progress(count);
    workbook.save_to_writer(out)?;
    Ok(count)
}

fn set_up(page: &mut Worksheet, sheet: &LedgerSheet) -> Result<(), XlsxError> {
    let last = u16::try_from(COLUMNS.len()).unwrap_or(u16::MAX);
    page.set_name("台账")?;
    page.set_landscape().set_paper_size(9);
    page.set_margins(0.4, 0.4, 0.5, 0.6, 0.2, 0.3);
    page.set_print_fit_to_pages(1, 0);
    let mark = if sheet.demo {
        "演示时间，非真实记录　"
    } else {
        ""
    };
    page.set_footer(format!(
        "&L{mark}{}&R第 &P 页　共 &N 页",
        escaped(&sheet.keeper)
    ));
    page.set_repeat_rows(2, 2)?;
    page.set_freeze_panes(HEAD_ROWS, 2)?;
    page.set_column_width(0, 6)?;
    for (column, width) in (1_u16..).zip(WIDTHS) {
        page.set_column_width(column, width)?;
    }
    let title = Format::new()
        .set_bold()
        .set_font_size(18)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter);
    let note = Format::new().set_align(FormatAlign::Right);
    let head = Format::new()
        .set_bold()
        .set_border(FormatBorder::Thin)
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter);
    page.set_row_height(0, 30)?;
    page.merge_range(
        0,
        0,
        0,
        last,
        &format!("{}隐患排查整改台账", sheet.keeper),
        &title,
    )?;
    let made = format!("{mark}制表时间：{}", moment(Some(sheet.made_at)));
    page.merge_range(1, 0, 1, last, &made, &note)?;
    page.write_string_with_format(2, 0, "序号", &head)?;
    for (column, (name, _)) in (1_u16..).zip(COLUMNS) {
        page.write_string_with_format(2, column, *name, &head)?;
    }
    Ok(())
}

/// A cell holds so much and no more; what is cut is marked.
fn fitting(text: String) -> String {
    if text.chars().count() <= CELL_CHARS {
        return text;
    }
    let mut cut: String = text.chars().take(CELL_CHARS - 1).collect();
    cut.push('…');
    cut
}

/// In a footer an ampersand begins a code.
fn escaped(text: &str) -> String {
    text.replace('&', "&&")
}
