//! Provisional numbers（临时编号）that acts state: each binds to one paper (S4-06).

use std::collections::BTreeSet;

use wangge_domain::Timestamp;
use wangge_domain::control::ControlState;
use wangge_domain::lifecycle::Effect;
use wangge_protocol::{Decision, Envelope, Refusal, Row, RowBody};

use super::RelayError;
use super::prepared::PreparedEnvelope;
use super::turn::Turn;
use crate::lifecycle_rows::{EventOp, events_of};
use crate::store::{ProvisionalUse, VoidCause};

/// The code under which the rules refuse a number that is not the author's to state.
const NOT_OWN: &str = "number_not_own";

/// Whether an envelope states a number that is bound to the paper of another act, refused or not: a
/// number that was refused is void, and is not used again either.
pub(super) fn is_number_used(
    turn: &Turn<'_>,
    prepared: &PreparedEnvelope,
) -> Result<bool, RelayError> {
    let mut stated = BTreeSet::new();
    for event in &prepared.events {
        let EventOp::Known(event) = event else {
            continue;
        };
        let Some(number) = event.provisional_number() else {
            continue;
        };
        let text = number.to_string();
        let owner = turn.ctx.store.provisional_owner(&text)?.or_else(|| {
            // By an envelope of this very turn.
            let mut fresh = turn.commit.provisional.iter();
            let first = fresh.find(|it| it.text == text && it.binds());
            first.map(|it| it.envelope)
        });
        if owner.is_some_and(|owner| owner != prepared.id) || !stated.insert(text) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What the acts of an envelope that goes to the log did with the numbers that they state.
pub(super) fn uses_of(
    control: &ControlState,
    envelope: &Envelope,
    (events, decision): (&[EventOp], &Decision),
    received_at: Timestamp,
) -> Vec<ProvisionalUse> {
    let causes = decision
        .outcomes
        .iter()
        .map(|outcome| match &outcome.effect {
            Effect::Applied => None,
            Effect::NoEffect(reason) => Some(VoidCause::NoEffect(reason.code.clone())),
        });
    collect(control, envelope, events.iter().zip(causes), received_at)
}

/// The numbers of an envelope that is set apart.
pub(super) fn uses_set_apart(
    control: &ControlState,
    prepared: &PreparedEnvelope,
    reason: Refusal,
    received_at: Timestamp,
) -> Vec<ProvisionalUse> {
    let causes = std::iter::repeat(Some(VoidCause::SetApart(reason)));
    let stated = prepared.events.iter().zip(causes);
    collect(control, &prepared.envelope, stated, received_at)
}

/// The numbers that an accepted row carries, as of one that stood in the log before: no row since
/// gave way to it.
#[must_use]
pub fn provisional_uses(control: &ControlState, row: &Row) -> Vec<ProvisionalUse> {
    let RowBody::Accepted { envelope, decision } = &row.body else {
        return Vec::new();
    };
    let events = events_of(envelope);
    let judged = (events.as_slice(), decision);
    let mut uses = uses_of(control, envelope, judged, row.received_at);
    for one in &mut uses {
        one.attested = true;
    }
    uses
}

/// Whoever states the number of another device, or that of the own paper of some act, has no claim to
/// it.
fn collect<'a>(
    control: &ControlState,
    envelope: &Envelope,
    stated: impl Iterator<Item = (&'a EventOp, Option<VoidCause>)>,
    received_at: Timestamp,
) -> Vec<ProvisionalUse> {
    let header = &envelope.header;
    let mut uses = Vec::new();
    for (event, void) in stated {
        let EventOp::Known(event) = event else {
            continue;
        };
        let Some(number) = event.provisional_number() else {
            continue;
        };
        let refused = matches!(&void, Some(VoidCause::NoEffect(code)) if code == NOT_OWN);
        if refused || control.is_foreign_number(header.device, event) {
            continue;
        }
        uses.push(ProvisionalUse {
            text: number.to_string(),
            record: header.record,
            envelope: envelope.id(),
            received_at,
            void,
            attested: false,
        });
    }
    uses
}
