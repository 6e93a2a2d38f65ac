use super::{Act, Facts, LifecycleTables, LoggedAct, RecordState, apply, judge};
use crate::policy::PolicyPack;
use crate::record::RecordKind;

/// The state of a record after the accepted log（折叠）: recorded outcomes are followed. Rows
/// without an outcome are pending and left out; see [`fold_pending`].
#[must_use]
pub fn fold(kind: RecordKind, rows: &[LoggedAct]) -> RecordState {
    let mut state = RecordState::new(kind);
    for row in rows {
        if let Some(outcome) = &row.outcome {
            apply(&mut state, row.seq, &row.act, outcome);
        }
    }
    state
}

/// The accepted state with a device's own pending acts laid on top（乐观叠加）, in the order in
/// which they were made. When their verdicts come, the device folds again without them.
#[must_use]
pub fn fold_pending(
    policy: &PolicyPack,
    tables: &LifecycleTables,
    mut state: RecordState,
    pending: &[Act],
    facts: &Facts,
) -> RecordState {
    for act in pending {
        let outcome = judge(policy, tables, &state, act, facts).into_outcome(None, None);
        apply(&mut state, None, act, &outcome);
    }
    state
}
