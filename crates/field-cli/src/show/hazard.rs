use serde_json::{Value, json};
use wangge_domain::record::RecordKind;
use wangge_mobile_core::HazardRow;

use crate::words;

/// A hazard in one line.
pub(crate) fn hazard_line(row: &HazardRow) -> String {
    let mut marks = String::new();
    for (holds, mark) in [
        (row.life_threat, "危及生命"),
        (row.suspected_major, "疑似重大"),
        (row.overdue, "逾期"),
    ] {
        if holds {
            marks += &format!("【{mark}】");
        }
    }
    format!(
        "{}  {}{}  {}  期限 {}  {}{}",
        row.record,
        marks,
        row.description,
        words::status(&RecordKind::Rectification, &row.status),
        words::moment_or_dash(row.due),
        row.notice_number.as_deref().unwrap_or("无文号"),
        words::pending(row.pending)
    )
}

/// A hazard's row for programs.
pub(crate) fn hazard_json(row: &HazardRow) -> Value {
    json!({
        "record": row.record,
        "premises": row.premises,
        "inspection": row.inspection,
        "item": row.item,
        "common_key": row.common_key,
        "description": row.description,
        "status": row.status,
        "due_ms": row.due,
        "overdue": row.overdue,
        "life_threat": row.life_threat,
        "suspected_major": row.suspected_major,
        "notice_number": row.notice_number,
        "found_at_ms": row.found_at,
        "pending": row.pending,
    })
}
