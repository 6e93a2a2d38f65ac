use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use calamine::{DataRef, Reader as _, Xlsx};

use super::PremisesImportError;

/// Rows of a sheet that are read: no township has so many small places.
const MOST_ROWS: u32 = 20_000;
/// Columns of a sheet that are read.
const MOST_COLUMNS: u32 = 128;
/// Sheets that are read.
const MOST_SHEETS: usize = 16;
/// Characters of one cell; more is cut, and the rules name it as too long.
const MOST_CHARACTERS: usize = 4_000;
/// Bytes to which all parts of the file may unpack together.
const MOST_UNPACKED: u64 = 48 * 1024 * 1024;
/// Parts of the file.
const MOST_PARTS: usize = 512;

/// A sheet（工作表）as texts: no formula is run, no cell holds anything but what it shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sheet {
    pub(crate) name: String,
    /// Rows by their number as a person sees it, from 1; cells by column, from 0.
    pub(crate) rows: BTreeMap<u32, BTreeMap<u32, String>>,
}

/// Reads all sheets of an XLSX file. Memory is bounded by what is there, not by where it claims
/// to stand: one cell in the last row of the last column is one cell.
pub(crate) fn read_workbook(bytes: &[u8]) -> Result<Vec<Sheet>, PremisesImportError> {
    unpacks_within_limits(bytes)?;
    let damaged = |error: calamine::XlsxError| PremisesImportError::NotAWorkbook(error.to_string());
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let names = workbook.sheet_names();
    let mut sheets = Vec::new();
    for name in names.into_iter().take(MOST_SHEETS) {
        let mut sheet = Sheet {
            name: name.clone(),
            rows: BTreeMap::new(),
        };
        // Sheets that hold no cells (charts) are passed over.
        let Ok(mut cells) = workbook.worksheet_cells_reader(&name) else {
            continue;
        };
        while let Some(cell) = cells.next_cell().map_err(damaged)? {
            let (row, column) = cell.get_position();
            let text = text_of(cell.get_value());
            if text.is_empty() || column >= MOST_COLUMNS {
                continue;
            }
            if row >= MOST_ROWS {
                return Err(PremisesImportError::TooLarge("rows"));
            }
            let cells = sheet.rows.entry(row + 1).or_default();
            cells.insert(column, text);
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// Unpacks every part once into nothing: declared sizes are only claims.
fn unpacks_within_limits(bytes: &[u8]) -> Result<(), PremisesImportError> {
    let damaged = |error: String| PremisesImportError::NotAWorkbook(error);
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(error.to_string()))?;
    if archive.len() > MOST_PARTS {
        return Err(PremisesImportError::TooLarge("parts"));
    }
    let mut left = MOST_UNPACKED;
    for index in 0..archive.len() {
        let part = archive
            .by_index(index)
            .map_err(|error| damaged(error.to_string()))?;
        let read = std::io::copy(&mut part.take(left + 1), &mut std::io::sink())
            .map_err(|error| damaged(error.to_string()))?;
        left = left
            .checked_sub(read)
            .ok_or(PremisesImportError::TooLarge("unpacked"))?;
    }
    Ok(())
}

fn text_of(value: &DataRef<'_>) -> String {
    let text = match value {
        DataRef::Int(number) => number.to_string(),
        // Whole numbers up to 2^53 print without a fraction: telephone numbers stay as they are.
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(yes) => if *yes { "是" } else { "否" }.to_owned(),
        DataRef::DateTime(at) => {
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            if (hour, minute, second) == (0, 0, 0) {
                date
            } else {
                format!("{date} {hour:02}:{minute:02}:{second:02}")
            }
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    };
    let text = text.trim().trim_start_matches('\u{feff}');
    text.chars().take(MOST_CHARACTERS).collect()
}
