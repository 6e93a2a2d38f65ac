use serde_json::{Value, json};
use wangge_domain::lifecycle::Status;
use wangge_domain::record::RecordKind;
use wangge_mobile_core::HazardRow;

use crate::words;

/// A hazard in one line.
pub(crate) fn hazard_line(row: &HazardRow) -> String {
    let mut marks = String::new();
    // One that was suspected is closed with its case alone, in which it was judged (S0-27).
    let is_judged = row.suspected_major && row.status == Status::Closed;
    for (holds, mark) in [
        (row.life_threat, "危及生命"),
        (is_judged, "重大"),
        (row.suspected_major && !is_judged, "疑似重大"),
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

#[cfg(test)]
mod tests {
    use wangge_domain::{RecordId, Timestamp};

    use super::*;

    #[test]
    fn a_hazard_that_was_closed_with_its_case_is_suspected_no_more() {
        let mut row = HazardRow {
            record: RecordId::from_bytes([1; 16]),
            premises: RecordId::from_bytes([2; 16]),
            inspection: None,
            item: String::new(),
            common_key: String::new(),
            description: "安全出口数量不足".to_owned(),
            status: Status::UnderReview,
            due: None,
            overdue: false,
            life_threat: false,
            suspected_major: true,
            notice_number: None,
            found_at: Timestamp(0),
            pending: false,
        };
        assert!(hazard_line(&row).contains("【疑似重大】"));
        row.status = Status::Closed;
        let line = hazard_line(&row);
        assert!(
            line.contains("【重大】") && !line.contains("疑似"),
            "{line}"
        );
    }
}
