//! How a device showed its own work before the relay had judged it.

use wangge_domain::Timestamp;
use wangge_domain::control::ControlState;
use wangge_domain::lifecycle::{
    self, Act, Effect, LifecycleTables, Outcome, RecordState, TimeBounds,
};
use wangge_domain::people::RoleGrant;
use wangge_domain::policy::PolicyPack;
use wangge_domain::record::RecordKind;
use wangge_protocol::{Row, RowBody};

use crate::lifecycle_rows::{EventOp, events_of, fold_rows, seen_by};

/// The state of a record as the device showed it whose own work was still to be sent（未上传时的状态）: the
/// rows it knew, and on top of them its own, without places in the log and without numbers, at
/// this time. An act that took no effect in the log is judged again on what the device knew: that
/// somebody else had been first it could not know.
#[must_use]
pub fn fold_unsent(
    kind: &RecordKind,
    known: &[Row],
    unsent: &[Row],
    control: &ControlState,
    policy: &PolicyPack,
    at: Timestamp,
) -> RecordState {
    let mut state = fold_rows(kind, known, control);
    for row in unsent {
        let RowBody::Accepted { envelope, decision } = &row.body else {
            continue;
        };
        let header = &envelope.header;
        // As the device bounds what waits: not after now.
        let time = TimeBounds {
            lower: decision.time.lower.min(at),
            upper: at,
            claimed: decision.time.claimed.min(at),
            clock_flagged: decision.time.clock_flagged,
        };
        let made = time.best();
        let grants: Vec<RoleGrant> = control.grants_of(header.user, made).cloned().collect();
        let grid = header.stream.grid();
        let actor = control.actor(header.user, header.device, &grants, grid, made, made);
        for (event, recorded) in events_of(envelope).into_iter().zip(&decision.outcomes) {
            let EventOp::Known(event) = event else {
                continue;
            };
            let act = Act {
                envelope: envelope.id(),
                event,
                actor: actor.clone(),
                time,
                received_at: at,
                policy_revision: header.policy_revision,
                seen: seen_by(envelope),
            };
            let outcome = match &recorded.effect {
                Effect::Applied => Outcome {
                    number: None,
                    paper_number: None,
                    timing: state.due.map(|due| time.against(due)),
                    ..recorded.clone()
                },
                Effect::NoEffect(_) => {
                    let facts = decision.facts.clone().unwrap_or_default();
                    let tables = LifecycleTables::standard();
                    lifecycle::judge(policy, tables, &state, &act, &facts).into_outcome(None, None)
                }
            };
            lifecycle::apply(&mut state, None, &act, &outcome);
        }
    }
    state
}
