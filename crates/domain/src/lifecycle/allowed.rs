use super::judge::{Question, answer, possible};
use super::{Action, Actor, Facts, LifecycleTables, RecordState, TimeBounds};
use crate::Timestamp;
use crate::policy::PolicyPack;

/// What an actor may do to a record now（可用操作）, in the order of the table: by the same
/// permission, table and guards as [`super::judge`], asked without a payload.
#[must_use]
pub fn allowed_actions(
    policy: &PolicyPack,
    tables: &LifecycleTables,
    state: &RecordState,
    actor: &Actor,
    facts: &Facts,
    now: Timestamp,
) -> Vec<Action> {
    let time = TimeBounds::exactly(now);
    let Some(table) = tables.of(&state.kind) else {
        return Vec::new();
    };
    table
        .events
        .iter()
        .filter(|event| {
            possible(policy, tables, state, actor, facts, &event.id).is_ok_and(|(table, _)| {
                let question = Question {
                    policy,
                    table,
                    state,
                    actor,
                    facts,
                    time: &time,
                    name: &event.id,
                    event: None,
                    seen: None,
                };
                answer(question).is_ok()
            })
        })
        .map(|event| Action(event.id.clone()))
        .collect()
}
