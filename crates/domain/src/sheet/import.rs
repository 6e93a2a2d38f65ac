use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::{FieldKind, Sheet, sheet_row};
use crate::register::RegisterRow;

/// Headings of the days of a row.
const FROM: [&str; 2] = ["from", "起"];
const UNTIL: [&str; 2] = ["until", "止"];

/// A row of a file for a sheet（登记表导入）: what it would enter, and on which line it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetImportRow {
    /// Line in the file, the heading being line 1.
    pub line: usize,
    /// The row to enter; not yet judged.
    pub row: RegisterRow,
}

/// Reads the rows of a file（登记表导入）of S2-35, cells split already. A column is named by a field's name or
/// its Chinese words; several values of a cell are parted by commas or 、. Columns of no field are
/// named in the error.
///
/// # Errors
/// The heading that belongs to no field.
pub fn read_sheet_rows(
    name: &str,
    sheet: &Sheet,
    headings: &[String],
    rows: impl IntoIterator<Item = Vec<String>>,
    today: NaiveDate,
) -> Result<Vec<SheetImportRow>, String> {
    let clean = |text: &str| text.trim().trim_start_matches('\u{feff}').to_owned();
    let headings: Vec<String> = headings.iter().map(|text| clean(text)).collect();
    for heading in &headings {
        let field = sheet
            .fields
            .iter()
            .any(|field| field.name == *heading || field.zh == *heading);
        let day = FROM.iter().chain(&UNTIL).any(|name| name == heading);
        if !field && !day {
            return Err(heading.clone());
        }
    }
    let read = |place: usize, cells: Vec<String>| {
        let cell = |names: [&str; 2]| {
            let at = headings
                .iter()
                .position(|it| names.contains(&it.as_str()))?;
            cells
                .get(at)
                .map(|text| text.trim())
                .filter(|text| !text.is_empty())
        };
        let mut entry = Map::new();
        for field in &sheet.fields {
            if let Some(text) = cell([&field.name, &field.zh]) {
                entry.insert(field.name.clone(), value(field.kind, text));
            }
        }
        let from = cell(FROM)
            .and_then(|text| text.parse().ok())
            .unwrap_or(today);
        let mut row = sheet_row(name, sheet, &entry, from);
        row.until = cell(UNTIL).and_then(|text| text.parse().ok());
        SheetImportRow {
            line: place + 2,
            row,
        }
    };
    let rows = rows.into_iter().enumerate();
    Ok(rows.map(|(place, cells)| read(place, cells)).collect())
}

/// A cell as a value; one that is none of its kind stays text and is refused by its name later.
fn value(kind: FieldKind, text: &str) -> Value {
    match kind {
        FieldKind::Count => text
            .parse::<u64>()
            .map_or_else(|_| text.into(), Value::from),
        FieldKind::Flag => match text {
            "true" | "是" => Value::Bool(true),
            "false" | "否" => Value::Bool(false),
            _ => text.into(),
        },
        kind if kind.is_many() => text
            .split([',', '、', '，'])
            .map(|one| Value::from(one.trim()))
            .collect(),
        _ => text.into(),
    }
}
