use chrono::NaiveDate;
use wangge_domain::control::GridLevel;

use super::grid_rows::grid_rows;
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

/// Reads a file of grids（网格导入表）, XLSX or CSV.
pub(super) fn read_grid_file(bytes: &[u8]) -> Result<Vec<GridLine>, ApiError> {
    let mut rows = grid_rows(bytes)?.into_iter();
    let headings = rows.next().map(|(_, cells)| cells).unwrap_or_default();
    let place = |field: &str| {
        let words = HEADINGS.iter().find(|(name, _)| *name == field);
        words.and_then(|(_, words)| headings.iter().position(|it| words.contains(&it.as_str())))
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
    let lines = rows.map(|(line, cells)| {
        let cell = |index: usize| {
            let text = places[index].and_then(|at| cells.get(at));
            text.map_or("", String::as_str)
        };
        GridLine {
            line,
            code: cell(0).to_owned(),
            name: cell(1).to_owned(),
            level: level(cell(2)),
            parent: cell(3).to_owned(),
            head: cell(4).to_owned(),
            from: day(cell(5)),
        }
    });
    Ok(lines.collect())
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
    // The last as a cell of a workbook reads that holds a time, too.
    let formats = [
        "%Y-%m-%d",
        "%Y/%m/%d",
        "%Y.%m.%d",
        "%Y年%m月%d日",
        "%Y-%m-%d %H:%M:%S",
    ];
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
        assert_eq!(day("2026-09-01 08:30:00"), plain[0].from);
    }

    #[test]
    fn a_workbook_holds_the_same_rows_as_the_table() {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let page = workbook.add_worksheet();
        for (line, text) in (0_u32..).zip(TABLE.lines()) {
            for (column, cell) in (0_u16..).zip(text.split(',')) {
                page.write_string(line, column, cell).unwrap();
            }
        }
        let bytes = workbook.save_to_buffer().unwrap();
        assert_eq!(
            read_grid_file(&bytes).unwrap(),
            read_grid_file(TABLE.as_bytes()).unwrap()
        );
    }

    #[test]
    fn a_file_without_the_headings_says_which_it_needs() {
        assert_eq!(
            read_grid_file(b"a,b\n1,2\n").unwrap_err().code(),
            "headings"
        );
        assert_eq!(
            read_grid_file(b"PK\x03\x04").unwrap_err().code(),
            "not_a_workbook"
        );
    }
}
