use std::collections::BTreeMap;

use wangge_domain::inspection::keys::PREMISES;
use wangge_domain::lifecycle::Reason;
use wangge_domain::record::{Scalar, holds_hidden_letters};

use super::kept_apart::refuse_kept_apart;
use super::open_case::PARENT;
use crate::error::CoreError;

/// What says where a case stands and on what it hangs: set when it is opened, never typed.
const RESERVED: &[&str] = &[PREMISES, PARENT, "kind", "grid", "id", "status"];

/// Refuses fields that nobody may write into a case by hand（案件内容把关）: where it hangs, photos and
/// signatures, who reports, and texts with letters that nobody sees.
pub(super) fn check_case_fields(fields: &BTreeMap<String, Scalar>) -> Result<(), CoreError> {
    refuse_kept_apart(fields.keys())?;
    for (name, value) in fields {
        if RESERVED.contains(&name.as_str()) || name.contains('/') {
            return Err(CoreError::NotAllowed(Reason::new("unknown_field", "S3-09")));
        }
        if holds_hidden_letters(name) || value.as_text().is_some_and(holds_hidden_letters) {
            return Err(hidden(name));
        }
    }
    Ok(())
}

/// The same for the fields of a step, which the tables judge otherwise.
pub(super) fn check_step_texts(fields: &BTreeMap<String, String>) -> Result<(), CoreError> {
    let bad = fields.iter().find(|(_, value)| holds_hidden_letters(value));
    bad.map_or(Ok(()), |(name, _)| Err(hidden(name)))
}

fn hidden(name: &str) -> CoreError {
    let name = wangge_domain::record::show_hidden_letters(name);
    CoreError::InvalidInput(format!(
        "{name} 含有看不见的控制字符（hidden control characters）"
    ))
}
