use axum::http::StatusCode;

use crate::http::ApiError;
use crate::premises_import::{PremisesImportError, read_workbook};

/// Rows of a table as texts, each with its line in the file, the heading being the first.
pub(super) type Rows = Vec<(usize, Vec<String>)>;

/// The rows of a table（表格）as spreadsheet programs write it: XLSX (the first sheet that holds
/// anything), or CSV in UTF-8 with or without a mark, or in GB 18030. Empty rows are passed over.
pub(super) fn grid_rows(bytes: &[u8]) -> Result<Rows, ApiError> {
    if bytes.starts_with(b"PK") {
        rows_of_workbook(bytes)
    } else {
        rows_of_csv(&decoded(bytes))
    }
}

fn rows_of_workbook(bytes: &[u8]) -> Result<Rows, ApiError> {
    let sheets = read_workbook(bytes).map_err(|error| match error {
        PremisesImportError::TooLarge(_) => ApiError::too_large(),
        error => ApiError::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            error.code(),
            "不是可读取的 XLSX 文件，请用表格软件另存后再导入",
            &error.to_string(),
        ),
    })?;
    let sheet = sheets.into_iter().find(|sheet| !sheet.rows.is_empty());
    let rows = sheet.map(|sheet| sheet.rows).unwrap_or_default();
    let texts = rows.into_iter().map(|(line, cells)| {
        let width = cells.keys().next_back().map_or(0, |last| last + 1);
        let texts = (0..width).map(|column| cells.get(&column).cloned().unwrap_or_default());
        (usize::try_from(line).unwrap_or(usize::MAX), texts.collect())
    });
    Ok(texts.collect())
}

fn rows_of_csv(text: &str) -> Result<Rows, ApiError> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| ApiError::bad_request(&error.to_string()))?;
        if record.iter().all(str::is_empty) {
            continue;
        }
        let line = record.position().map_or(0, |at| line_of(text, at));
        rows.push((line, record.iter().map(str::to_owned).collect()));
    }
    Ok(rows)
}

/// The line on which a record stands: a record's position is before the empty lines ahead of it.
fn line_of(text: &str, at: &csv::Position) -> usize {
    let begin = usize::try_from(at.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(begin..).unwrap_or_default();
    let ahead = rest.iter().take_while(|byte| byte.is_ascii_whitespace());
    let skipped = ahead.filter(|byte| **byte == b'\n').count();
    usize::try_from(at.line())
        .unwrap_or(usize::MAX)
        .saturating_add(skipped)
}

fn decoded(bytes: &[u8]) -> String {
    let plain = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(plain) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::GB18030.decode(plain).0.into_owned(),
    }
}
