//! What the rules may know of the other orders that are open when one is issued.

use std::collections::BTreeSet;

use wangge_domain::RecordId;
use wangge_domain::lifecycle::{LifecycleTables, Status, Step, codes, month_of};

use crate::step_facts::{Own, Surroundings};

/// The first record that the step lists and that stands on another open case of the kind with the same
/// value of the field that the row of the step names, in words with that case (S2-14). What is not
/// here is left to the relay, which has them all.
pub(crate) fn listed_elsewhere<S: Surroundings>(
    around: &mut S,
    own: &Own<'_>,
    step: &Step,
) -> Result<Option<String>, S::Error> {
    let Some(table) = LifecycleTables::standard().of(own.kind) else {
        return Ok(None);
    };
    let row = table.rows.iter().find(|row| row.event == step.name());
    let Some((row, same)) = row.and_then(|row| Some((row, row.asks.listed_once.as_deref()?)))
    else {
        return Ok(None);
    };
    let lists = || row.asks.fields.iter().filter(|rule| rule.each.is_some());
    let listed: BTreeSet<&str> = lists()
        .flat_map(|rule| codes(step.field(&rule.name)))
        .collect();
    let states = table.states.iter();
    let open: Vec<&Status> = states
        .filter(|state| state.id != Status::Draft && state.refuse.is_none())
        .map(|state| &state.id)
        .collect();
    let mut cases: BTreeSet<RecordId> = BTreeSet::new();
    for status in &open {
        cases.extend(around.standing(own.kind, status)?);
    }
    cases.remove(&own.record);
    for case in cases {
        let Some((state, _)) = around.look(case)? else {
            continue;
        };
        let of_the_same = is_same(state.case.field(same), step.field(same));
        if !of_the_same || !open.contains(&&state.status) {
            continue;
        }
        let mut there = lists().flat_map(|rule| codes(state.case.field(&rule.name)));
        if let Some(item) = there.find(|item| listed.contains(item)) {
            let named = state
                .notice_number
                .clone()
                .unwrap_or_else(|| case.to_string());
            return Ok(Some(format!("{item}（{named}）")));
        }
    }
    Ok(None)
}

/// Whether two values say the same; a month is the same however it is written.
fn is_same(one: &str, other: &str) -> bool {
    match (month_of(one), month_of(other)) {
        (Some(one), Some(other)) => one == other,
        _ => !one.is_empty() && one == other,
    }
}

#[cfg(test)]
mod tests;
