use std::collections::BTreeMap;

use super::{LifecycleTables, Reason, RecordState, case_summary, is_fixed_in_case};
use crate::record::{Content, Scalar};

/// The field that says what a case is called, as it is typed.
const TITLE: &str = "title";

/// Refuses to rewrite what a case is called（案件标题固定）: from its first step on, lists and papers call it
/// what it was called then; and what its steps said or somebody signed for. What a step that can be taken now asks for is written down before it is
/// signed, whatever the case is called.
///
/// # Errors
/// That the case has its title, by S3-09.
pub fn refuse_renaming(
    state: &RecordState,
    content: &Content,
    edits: &BTreeMap<String, Scalar>,
) -> Result<(), Reason> {
    if state.case.steps.is_empty() {
        return Ok(());
    }
    for (key, value) in edits {
        if !is_called_by(state, key) && is_fixed_in_case(state, key) {
            let says = value.as_text().map(str::trim).unwrap_or_default();
            let now = content.fields.get(key);
            let stands = now == Some(value) || says == state.case.field(key);
            let reason = Reason::new("case_named_already", "S3-09");
            ensure(stands, reason.about(&field_word(state, key)))?;
        }
    }
    let table = LifecycleTables::standard().of(&state.kind);
    let rows = table.into_iter().flat_map(|table| &table.rows);
    let asked: Vec<&str> = rows
        .filter(|row| row.from.contains(&state.status))
        .flat_map(|row| &row.asks.fields)
        .map(|rule| rule.name.as_str())
        .collect();
    let mut renamed = content.clone();
    for (key, value) in edits {
        if !asked.contains(&key.as_str()) {
            renamed.set(key.clone(), value.clone());
        }
    }
    let is_same = case_summary(&renamed, state).title == case_summary(content, state).title;
    if is_same {
        Ok(())
    } else {
        Err(Reason::new("case_named_already", "S3-09"))
    }
}

fn ensure(holds: bool, otherwise: Reason) -> Result<(), Reason> {
    if holds { Ok(()) } else { Err(otherwise) }
}

/// What the table of the kind calls a field; its name if no step knows it.
fn field_word(state: &RecordState, key: &str) -> String {
    let table = LifecycleTables::standard().of(&state.kind);
    let rows = table.into_iter().flat_map(|table| &table.rows);
    let mut rules = rows.flat_map(|row| &row.asks.fields);
    let found = rules.find(|rule| rule.name == key);
    found.map_or_else(|| key.to_owned(), |rule| rule.zh.clone())
}

/// Whether a field is the title of a case that has begun: it stands fast since the first step.
#[must_use]
pub fn is_called_by(state: &RecordState, key: &str) -> bool {
    key == TITLE && state.kind.is_case() && !state.case.steps.is_empty()
}
