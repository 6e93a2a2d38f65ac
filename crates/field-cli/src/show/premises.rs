use serde_json::{Value, json};
use wangge_domain::record::RecordKind;
use wangge_mobile_core::PremisesRow;

use crate::words;

/// A premises in one line.
pub(crate) fn premises_line(row: &PremisesRow) -> String {
    format!(
        "{}  {}  {}  {}  {}{}",
        row.record,
        one_line(&row.name),
        one_line(&row.address),
        words::status(&RecordKind::Premises, &row.status),
        row.phone,
        words::pending(row.pending)
    )
}

/// A name with line ends in it would pass for several premises of a list.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A premises' row for programs.
pub(crate) fn premises_json(row: &PremisesRow) -> Value {
    json!({
        "record": row.record,
        "grid": row.grid,
        "name": row.name,
        "license_number": row.license_number,
        "address": row.address,
        "category": row.category,
        "phone": row.phone,
        "status": row.status,
        "latitude_microdegrees": row.position.map(|it| it.0),
        "longitude_microdegrees": row.position.map(|it| it.1),
        "last_visit_ms": row.last_visit,
        "census_outcome": row.census.as_ref().map(|it| it.0.as_str()),
        "census_at_ms": row.census.as_ref().map(|it| it.1),
        "pending": row.pending,
    })
}
