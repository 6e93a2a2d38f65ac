use super::{LifecycleTables, RecordState, is_called_by};

/// Whether a field of a case stands fast（案件所定内容）: what it is called, what a step said and, once
/// somebody has signed for it, whatever else is written there. What a step that can be taken now asks for
/// is written down before it is taken.
#[must_use]
pub fn is_fixed_in_case(state: &RecordState, key: &str) -> bool {
    if is_called_by(state, key) {
        return true;
    }
    if !state.kind.is_case() || is_asked_now(state, key) {
        return false;
    }
    let mut steps = state.case.steps.iter();
    steps.any(|taken| {
        let said = taken.fields.get(key);
        said.is_some_and(|value| !value.trim().is_empty()) || is_signed(state, &taken.step)
    })
}

fn is_asked_now(state: &RecordState, key: &str) -> bool {
    let table = LifecycleTables::standard().of(&state.kind);
    let rows = table.into_iter().flat_map(|table| &table.rows);
    let mut asked = rows
        .filter(|row| row.from.contains(&state.status))
        .flat_map(|row| &row.asks.fields);
    asked.any(|rule| rule.name == key)
}

/// Whether somebody signs for what such a step is about.
fn is_signed(state: &RecordState, step: &str) -> bool {
    let table = LifecycleTables::standard().of(&state.kind);
    let mut rows = table.into_iter().flat_map(|table| &table.rows);
    rows.any(|row| row.event == step && !row.asks.signatures.is_empty())
}
