use chrono::NaiveDate;
use wangge_domain::control::GridLevel;

use crate::http::ApiError;

/// A row of a file of grids, as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct GridLine {
    /// Line in the file, the heading being 1.
    pub(super) line: usize,
    /// Code.
    pub(super) code: String,
    /// Name.
    pub(super) name: String,
    /// 大、中、小; `None`: something else was written.
    pub(super) level: Option<GridLevel>,
    /// Code of the grid above; empty: none.
    pub(super) parent: String,
    /// Account or name of who is answerable; empty: as it is.
    pub(super) head: String,
    /// First day; `Err`: something else was written.
    pub(super) from: Option<Result<NaiveDate, String>>,
}

/// The headings a file may have, by field.
const HEADINGS: [(&str, [&str; 3]); 6] = [
    ("code", ["代码", "网格代码", "code"]),
    ("name", ["名称", "网格名称", "name"]),
    ("level", ["级别", "网格级别", "level"]),
    ("parent", ["上级代码", "上级", "parent"]),
    ("head", ["负责人", "负责人账号", "head"]),
    ("from", ["起始日", "起始日期", "from"]),
];

/// Reads a CSV file of grids（网格导入表）as spreadsheet programs write it: UTF-8 with or without a mark,
/// or GB 18030.
pub(super) fn read_grid_file(bytes: &[u8]) -> Result<Vec<GridLine>, ApiError> {
    if bytes.starts_with(b"PK") {
        let zh = "请在表格软件中另存为 CSV 后导入";
        let en = "this is a spreadsheet: save it as CSV";
        return Err(ApiError::new(
            axum::http::StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "not_csv",
            zh,
            en,
        ));
    }
    let text = decoded(bytes);
    let bad = |error: csv::Error| ApiError::bad_request(&error.to_string());
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let headings = reader.headers().map_err(bad)?.clone();
    let place = |field: &str| {
        let words = HEADINGS.iter().find(|(name, _)| *name == field);
        words.and_then(|(_, words)| headings.iter().position(|it| words.contains(&it)))
    };
    let places = HEADINGS.map(|(field, _)| place(field));
    let [Some(_), Some(_), Some(_), ..] = places else {
        let zh = "表头须有：代码、名称、级别（另可有 上级代码、负责人、起始日）";
        let en = "the headings must be code, name, level (and may be parent, head, from)";
        return Err(ApiError::new(
            axum::http::StatusCode::UNPROCESSABLE_ENTITY,
            "headings",
            zh,
            en,
        ));
    };
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(bad)?;
        let cell = |index: usize| places[index].and_then(|at| record.get(at)).unwrap_or("");
        if record.iter().all(str::is_empty) {
            continue;
        }
        lines.push(GridLine {
            line: record.position().map_or(0, |at| line_of(&text, at)),
            code: cell(0).to_owned(),
            name: cell(1).to_owned(),
            level: level(cell(2)),
            parent: cell(3).to_owned(),
            head: cell(4).to_owned(),
            from: day(cell(5)),
        });
    }
    Ok(lines)
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

fn level(text: &str) -> Option<GridLevel> {
    match text {
        "大" | "大网格" | "镇" | "large" => Some(GridLevel::Large),
        "中" | "中网格" | "村" | "medium" => Some(GridLevel::Medium),
        "小" | "小网格" | "small" => Some(GridLevel::Small),
        _ => None,
    }
}

fn day(text: &str) -> Option<Result<NaiveDate, String>> {
    if text.is_empty() {
        return None;
    }
    let formats = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"];
    let mut read = formats
        .iter()
        .filter_map(|format| NaiveDate::parse_from_str(text, format).ok());
    Some(read.next().ok_or_else(|| text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str =
        "代码,名称,级别,上级代码,起始日\nA-1,一村,中,A,2026/9/1\n\n,无代码,小,A-1,昨天\n";

    #[test]
    fn the_same_rows_in_either_encoding() {
        let plain = read_grid_file(TABLE.as_bytes()).unwrap();
        let (gb, ..) = encoding_rs::GB18030.encode(TABLE);
        assert_eq!(read_grid_file(&gb).unwrap(), plain);
        let marked = [b"\xEF\xBB\xBF".as_slice(), TABLE.as_bytes()].concat();
        assert_eq!(read_grid_file(&marked).unwrap(), plain);
        assert_eq!(plain[0].level, Some(GridLevel::Medium));
        assert_eq!(
            plain[0].from,
            Some(Ok(NaiveDate::from_ymd_opt(2026, 9, 1).unwrap()))
        );
        assert_eq!((plain[1].line, plain[1].code.as_str()), (4, ""));
        assert_eq!(plain[1].from, Some(Err("昨天".to_owned())));
    }

    #[test]
    fn a_file_without_the_headings_says_which_it_needs() {
        assert_eq!(
            read_grid_file(b"a,b\n1,2\n").unwrap_err().code(),
            "headings"
        );
        assert_eq!(read_grid_file(b"PK\x03\x04").unwrap_err().code(), "not_csv");
    }
}
