use wangge_domain::lifecycle::Timing;

use super::{HazardLevel, LedgerRow};
use crate::cell::Cell;
use crate::status_label::status_label;
use crate::time_text::{deadline, moment};

/// A column: its head and what stands in it.
pub(super) type Column = (&'static str, fn(&LedgerRow) -> Cell);

/// The columns behind 序号, in the order of the printed ledger.
pub(super) const COLUMNS: &[Column] = &[
    ("编号", |row| text(&row.number)),
    ("单位/场所", |row| text(&row.premises)),
    ("场所类别", |row| text(&row.premises_category)),
    ("地址", |row| text(&row.address)),
    ("村(社区)", |row| text(&row.village)),
    ("网格", |row| text(&row.grid)),
    ("检查时间", |row| Cell::Text(moment(row.inspected_at))),
    ("检查人", |row| names(&row.inspectors)),
    ("来源", |row| text(&row.source)),
    ("隐患部位", |row| text(&row.location)),
    ("隐患描述", |row| text(&row.description)),
    ("类别", |row| text(&row.hazard_category)),
    ("等级", level),
    ("责任单位", |row| text(&row.responsible.unit)),
    ("责任领导", |row| text(&row.responsible.leader)),
    ("责任人", |row| text(&row.responsible.person)),
    ("整改措施", |row| text(&row.measures)),
    ("整改期限", due),
    ("整改情况", |row| text(&row.progress)),
    ("是否按期", timing),
    ("复查时间", |row| Cell::Text(moment(row.rechecked_at))),
    ("复查人", |row| names(&row.recheckers)),
    ("销号编号", |row| text(&row.close_out_number)),
    ("状态", |row| text(status_label(&row.status))),
    ("上报", |row| text(&row.escalated_to)),
    ("上报时间", |row| Cell::Text(moment(row.escalated_at))),
    ("备注", |row| text(&row.remarks)),
];

fn text(words: &str) -> Cell {
    Cell::Text(words.to_owned())
}

fn names(people: &[String]) -> Cell {
    Cell::Text(people.join("、"))
}

fn level(row: &LedgerRow) -> Cell {
    let words = match row.level {
        HazardLevel::General => "一般".to_owned(),
        HazardLevel::SuspectedMajor => "疑似重大".to_owned(),
        HazardLevel::Major if row.case_number.is_empty() => "重大火灾隐患".to_owned(),
        HazardLevel::Major => format!("重大火灾隐患（立案文号{}）", row.case_number),
    };
    Cell::Text(if row.life_threat {
        format!("{words}（危及生命）")
    } else {
        words
    })
}

fn due(row: &LedgerRow) -> Cell {
    let day = match row.due {
        None if row.on_spot => "当场整改".to_owned(),
        due => deadline(due),
    };
    Cell::Text(if row.extended && !day.is_empty() {
        format!("{day}（已延期）")
    } else {
        day
    })
}

fn timing(row: &LedgerRow) -> Cell {
    text(match row.timing {
        None if row.unserved => "未送达",
        None => "",
        Some(Timing::InTime) => "按期",
        Some(Timing::Undetermined) => "未能证明",
        Some(Timing::Late) => "逾期",
    })
}
