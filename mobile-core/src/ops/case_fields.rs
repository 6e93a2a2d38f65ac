use std::collections::BTreeMap;

use wangge_domain::inspection::keys::PREMISES;
use wangge_domain::lifecycle::{LifecycleTables, Reason};
use wangge_domain::record::{RecordKind, Scalar, holds_hidden_letters};
use wangge_domain::resources::has_label;

use super::kept_apart::refuse_kept_apart;
use super::open_case::PARENT;
use crate::error::CoreError;

/// What says where a case stands and on what it hangs: set when it is opened, never typed.
const RESERVED: &[&str] = &[PREMISES, PARENT, "kind", "grid", "id", "status"];

/// Refuses fields that nobody may write into a case by hand（案件内容把关）: where it hangs, photos and
/// signatures, who reports, what no step of the register knows and no screen has a word for, and
/// texts with letters that nobody sees.
pub(super) fn check_case_fields(
    kind: &RecordKind,
    fields: &BTreeMap<String, Scalar>,
) -> Result<(), CoreError> {
    refuse_kept_apart(fields.keys())?;
    for (name, value) in fields {
        if RESERVED.contains(&name.as_str()) || name.contains('/') || !is_known(kind, name) {
            let reason = Reason::new("unknown_field", "S3-09").about(name);
            return Err(CoreError::NotAllowed(reason));
        }
        if holds_hidden_letters(name) || value.as_text().is_some_and(holds_hidden_letters) {
            return Err(CoreError::hidden_letters(name));
        }
    }
    Ok(())
}

/// Whether a step of the register asks for the field, or every screen has a word for it.
fn is_known(kind: &RecordKind, name: &str) -> bool {
    let tables = LifecycleTables::standard();
    let rows = tables.of(kind).into_iter().flat_map(|table| &table.rows);
    let mut asked = rows.flat_map(|row| &row.asks.fields);
    asked.any(|rule| rule.name == *name) || has_label(&format!("field.{name}"))
}

/// The same for the fields of a step, which the tables judge otherwise.
pub(super) fn check_step_texts(fields: &BTreeMap<String, String>) -> Result<(), CoreError> {
    let bad = fields.iter().find(|(_, value)| holds_hidden_letters(value));
    bad.map_or(Ok(()), |(name, _)| Err(CoreError::hidden_letters(name)))
}
