use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::register::{EnforcementCase, RegisterEntry as _, RegisterLine};

use crate::paper::case_bundle_id;

/// One row of a register.
#[derive(Serialize, ToSchema)]
pub(crate) struct RegisterLineView {
    /// Place in the control stream.
    seq: u64,
    /// When the relay received it, milliseconds since 1970.
    received_at: i64,
    /// Which entry.
    key: String,
    /// First day.
    from: String,
    /// Last day, inclusive.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    /// Who set it; absent for an administrator at the relay.
    #[serde(skip_serializing_if = "Option::is_none")]
    set_by: Option<String>,
    /// Why.
    reason: String,
    /// The entry.
    #[schema(value_type = Object)]
    entry: serde_json::Value,
    /// Id under which an enforcement case is a paper, `/api/v1/papers/case_bundle/{paper}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    paper: Option<String>,
}

impl RegisterLineView {
    pub(super) fn of(line: &RegisterLine) -> Self {
        let row = &line.row;
        Self {
            seq: line.seq,
            received_at: line.received_at.0,
            key: row.key.clone(),
            from: row.from.to_string(),
            until: row.until.map(|day| day.to_string()),
            set_by: row.set_by.map(|user| user.to_string()),
            reason: row.reason.clone(),
            // An entry that is no JSON came from a later version: shown as its text.
            entry: serde_json::from_str(&row.entry)
                .unwrap_or_else(|_| serde_json::Value::String(row.entry.clone())),
            paper: (row.register == EnforcementCase::REGISTER)
                .then(|| case_bundle_id(&row.key).to_string()),
        }
    }
}
