//! What the core gives, as JSON.

mod cases;
mod lists;
mod record;
mod status;

pub(crate) use cases::{case, case_row, register};
pub(crate) use lists::{
    annulled, due_item, hazard_row, inspection_row, month_task, near_duplicate, next_due,
    premises_row,
};
pub(crate) use record::{field_edit, history, name_of, record, state};
pub(crate) use status::status;

use serde_json::{Value, json};
use wangge_domain::Finding;
use wangge_domain::resources::{Language, has_label, label};

/// The Chinese words of a code, or the code where it has none.
pub(crate) fn words(group: &str, code: &str) -> String {
    let key = format!("{group}.{code}");
    if has_label(&key) {
        label(Language::Chinese, &key).to_owned()
    } else {
        code.to_owned()
    }
}

/// A finding with its words.
pub(crate) fn finding(finding: &Finding) -> Value {
    json!({
        "level": finding.level,
        "code": finding.code,
        "key": finding.key,
        "detail": finding.detail,
        "text": words("finding", &finding.code),
    })
}
