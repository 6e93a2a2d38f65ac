use wangge_domain::Timestamp;
use wangge_domain::record::RecordKind;

use super::super::lists::ListItem;
use crate::http::encode_cursor;
use crate::store::ListedRecord;

/// What a line of a feed is made of.
pub(super) struct Line<'a> {
    /// The record as the store lists it.
    pub(super) listed: &'a ListedRecord,
    /// The same as lists show it.
    pub(super) item: &'a ListItem,
    /// The relay's clock is made up.
    pub(super) is_demo: bool,
}

/// A column（列）of a feed.
pub(super) struct Column {
    /// Stable name.
    pub(super) code: &'static str,
    /// Name for people.
    pub(super) zh: &'static str,
    /// What stands in it.
    pub(super) cell: fn(&Line<'_>) -> String,
}

const fn column(code: &'static str, zh: &'static str, cell: fn(&Line<'_>) -> String) -> Column {
    Column { code, zh, cell }
}

/// The columns of every feed, in their order. More may follow behind these; none changes its place.
#[rustfmt::skip]
pub(super) const COLUMNS: [Column; 22] = [
    column("record", "记录编号", |line| line.item.id.clone()),
    column("kind", "类别代码", |line| line.item.kind.clone()),
    column("status", "状态代码", |line| line.item.status.clone()),
    column("status_zh", "状态", |line| line.item.status_label.clone()),
    column("category", "分类代码", |line| line.item.category.clone()),
    column("result", "检查结果代码", result),
    column("item", "检查项代码", item),
    column("grid", "网格编号", |line| line.item.grid.clone()),
    column("grid_zh", "网格", |line| line.item.grid_name.clone()),
    column("village_zh", "村（社区）", |line| line.item.village.clone()),
    column("premises", "场所编号", |line| line.item.premises.clone().unwrap_or_default()),
    column("premises_zh", "场所名称", premises),
    column("received_at", "首次收到时间", |line| moment(Some(line.listed.first_at))),
    column("due", "期限", |line| moment(line.listed.due)),
    column("number", "文书编号", |line| line.item.number.clone()),
    column("department", "部门代码", |line| line.item.department.clone()),
    column("overdue", "逾期", |line| flag(line.item.overdue)),
    column("suspected_major", "疑似重大", |line| flag(line.item.suspected_major)),
    column("life_threat", "危及生命", |line| flag(line.item.life_threat)),
    column("urged", "已催办", |line| flag(line.item.urged)),
    column("demo", "演示数据", |line| flag(line.is_demo)),
    column("cursor", "续取位置", |line| encode_cursor(line.listed.first_at.0, line.listed.record)),
];

/// Of a visit: `pass`, `fail`, or its outcome. What others have there is somebody's words.
fn result(line: &Line<'_>) -> String {
    match line.listed.kind {
        RecordKind::Inspection => line.item.title.clone(),
        _ => String::new(),
    }
}

/// Of a hazard: the item of the checklist. What others have there names people or places.
fn item(line: &Line<'_>) -> String {
    match line.listed.kind {
        RecordKind::Rectification => line.item.detail.clone(),
        _ => String::new(),
    }
}

fn premises(line: &Line<'_>) -> String {
    match line.listed.kind {
        RecordKind::Premises => line.item.title.clone(),
        _ => line.item.premises_name.clone(),
    }
}

/// `2026-09-05T14:30:00+08:00`, empty if there is none.
fn moment(at: Option<Timestamp>) -> String {
    at.map_or_else(String::new, |at| {
        at.china_datetime()
            .format("%Y-%m-%dT%H:%M:%S+08:00")
            .to_string()
    })
}

fn flag(is_set: bool) -> String {
    String::from(if is_set { "1" } else { "0" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documentation_names_every_column_in_its_place() {
        let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/API.md");
        let page = std::fs::read_to_string(page).unwrap();
        let table = page.split_once("\n| column | head |").unwrap().1;
        let rows = table
            .lines()
            .skip(2)
            .take_while(|line| line.starts_with('|'));
        let written: Vec<(&str, &str)> = rows
            .map(|line| {
                let mut cells = line.split('|').map(str::trim).skip(1);
                let code = cells.next().unwrap().trim_matches('`');
                (code, cells.next().unwrap())
            })
            .collect();
        let columns = COLUMNS.map(|column| (column.code, column.zh));
        assert_eq!(written, columns);
    }
}
