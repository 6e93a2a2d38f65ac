use serde_json::{Value, json};
use wangge_domain::record::RecordKind;
use wangge_mobile_core::{Core, InspectionRow};

use crate::{find, words};

/// An inspection in one line.
pub(crate) fn inspection_line(core: &Core, row: &InspectionRow) -> String {
    let premises = core.get_record(row.premises).ok();
    let name = premises.and_then(|it| it.content.text("name").map(str::to_owned));
    format!(
        "{}  场所 {}  {}  {}  {}  退回 {} 次{}",
        row.record,
        name.unwrap_or_else(|| row.premises.to_string()),
        words::status(&RecordKind::Inspection, &row.status),
        row.inspector
            .map_or_else(|| "-".to_owned(), |user| find::name_of(core, user)),
        words::moment_or_dash(row.submitted_at),
        row.rounds,
        words::pending(row.pending)
    )
}

/// An inspection's row for programs.
pub(crate) fn inspection_json(row: &InspectionRow) -> Value {
    json!({
        "record": row.record,
        "premises": row.premises,
        "checklist": row.checklist,
        "status": row.status,
        "inspector": row.inspector,
        "started_at_ms": row.started_at,
        "submitted_at_ms": row.submitted_at,
        "rounds": row.rounds,
        "pending": row.pending,
    })
}
