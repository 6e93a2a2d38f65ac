use std::io::Write;

use chrono::Datelike as _;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatBorder, Workbook, XlsxError};

use crate::LedgerError;
use crate::snapshot_file::{HEAD, LATE_HEAD, SnapshotFile};
use crate::time_text::moment;

/// Writes a snapshot（考核定稿）as a spreadsheet: the frozen figures on one sheet, what came late on
/// another, never in their place. Every cell is text or a number, none a formula. The same snapshot
/// gives the same bytes.
///
/// # Errors
/// [`LedgerError`]; `out` may hold a part then, which is no spreadsheet.
pub fn snapshot_xlsx(file: &SnapshotFile<'_>, out: impl Write + Send) -> Result<(), LedgerError> {
    let mut workbook = Workbook::new();
    let made = file.snapshot.frozen_at.china_date();
    let year = u16::try_from(made.year()).unwrap_or(1980).clamp(1980, 9999);
    let month = u8::try_from(made.month()).unwrap_or(1);
    let day = u8::try_from(made.day()).unwrap_or(1);
    workbook.set_properties(
        &DocProperties::new()
            .set_title("考核定稿")
            .set_creation_datetime(&ExcelDateTime::from_ymd(year, month, day)?),
    );
    let frozen = [
        ("范围", file.place.clone()),
        ("考核期", file.snapshot.period.to_string()),
        ("定稿时间", moment(Some(file.snapshot.frozen_at))),
        ("总分等次", file.total()),
        ("一票否决", file.vetoes()),
        ("定稿摘要", file.snapshot.hash().to_string()),
    ];
    write_sheet(&mut workbook, "定稿", &frozen, &HEAD, &file.lines())?;
    let note = [("说明", "定稿后收到的数据引起的变化，不改定稿".to_owned())];
    write_sheet(
        &mut workbook,
        "事后调整",
        &note,
        &LATE_HEAD,
        &file.late_lines(),
    )?;
    workbook.save_to_writer(out)?;
    Ok(())
}

fn write_sheet<const N: usize>(
    workbook: &mut Workbook,
    name: &str,
    facts: &[(&str, String)],
    head: &[&str; N],
    lines: &[[String; N]],
) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let boxed = Format::new().set_border(FormatBorder::Thin);
    let page = workbook.add_worksheet();
    page.set_name(name)?;
    page.set_paper_size(9);
    page.set_column_width(0, 20)?;
    let mut at = 0;
    for (label, value) in facts {
        page.write_string_with_format(at, 0, *label, &bold)?;
        page.write_string(at, 1, value)?;
        at += 1;
    }
    at += 1;
    for (column, label) in (0_u16..).zip(head) {
        page.write_string_with_format(at, column, *label, &boxed.clone().set_bold())?;
    }
    for line in lines {
        at += 1;
        for (column, value) in (0_u16..).zip(line) {
            // Only counts of our own are numbers: they can be added up.
            match value.parse::<u32>() {
                Ok(number) => {
                    page.write_number_with_format(at, column, f64::from(number), &boxed)?
                }
                Err(_) => page.write_string_with_format(at, column, value, &boxed)?,
            };
        }
    }
    Ok(())
}
