use std::collections::BTreeSet;

use rusqlite::types::Value;
use wangge_domain::RecordId;

/// `%` and `_` of what a person typed mean themselves.
pub(super) fn like(text: &str) -> Value {
    let escaped = text
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    Value::Text(format!("%{escaped}%"))
}

/// A record as the database holds it.
pub(super) fn id(record: RecordId) -> Value {
    Value::Blob(record.as_bytes().to_vec())
}

/// Ids as a JSON list of hexadecimal texts, the way SQL writes them.
pub(super) fn hex_ids(records: &BTreeSet<RecordId>) -> Value {
    let texts = records
        .iter()
        .map(|record| record.0.simple().to_string().to_uppercase());
    let texts: Vec<String> = texts.map(|text| format!("\"{text}\"")).collect();
    Value::Text(format!("[{}]", texts.join(",")))
}
