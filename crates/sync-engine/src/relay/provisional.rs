//! Provisional numbers（临时编号）that acts state: each binds to one paper (S4-06).

use std::collections::BTreeSet;

use wangge_domain::Timestamp;
use wangge_domain::control::ControlState;
use wangge_domain::lifecycle::{Effect, LifecycleTables, Status};
use wangge_domain::numbering::ProvisionalNumber;
use wangge_domain::policy::PolicyPack;
use wangge_domain::record::RecordKind;
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

/// What the acts of an envelope that goes to the log did with the numbers that they state, and the
/// numbers of papers of their own that came to nothing.
pub(super) fn uses_of(
    (control, policy): (&ControlState, &PolicyPack),
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
    let mut uses = collect(control, envelope, events.iter().zip(causes), received_at);
    for (event, outcome) in events.iter().zip(&decision.outcomes) {
        let (EventOp::Known(event), Effect::NoEffect(reason)) = (event, &outcome.effect) else {
            continue;
        };
        let kind = &envelope.header.kind;
        let Some(word) = word_of_own_paper(policy, kind, event.name(), &outcome.status) else {
            continue;
        };
        uses.push(ProvisionalUse {
            text: ProvisionalNumber::of_act(word, &envelope.id()).to_string(),
            record: envelope.header.record,
            envelope: envelope.id(),
            received_at,
            void: Some(VoidCause::NoEffect(reason.code.clone())),
            attested: false,
        });
    }
    uses
}

/// The word in the number of the paper that an act has of its own（复查意见书、检查记录）: a phone printed it, though
/// the act came to nothing. `None`: it has none, or only mends what has one, as what is handed in
/// again does.
fn word_of_own_paper<'a>(
    policy: &'a PolicyPack,
    kind: &RecordKind,
    event: &str,
    status: &Status,
) -> Option<&'a str> {
    let table = LifecycleTables::standard().of(kind)?;
    let rows = || table.rows.iter().filter(|row| row.event == event);
    // An act without effect leaves the status as it was; whoever did it may have known another one.
    let here = rows().find(|row| row.from.contains(status));
    let paper = match here {
        Some(row) => row.paper.as_deref(),
        None => rows().find_map(|row| row.paper.as_deref()),
    };
    let document = policy.numbering.documents.get(paper?)?;
    Some(document.word.as_str())
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
pub fn provisional_uses(
    control: &ControlState,
    policy: &PolicyPack,
    row: &Row,
) -> Vec<ProvisionalUse> {
    let RowBody::Accepted { envelope, decision } = &row.body else {
        return Vec::new();
    };
    let events = events_of(envelope);
    let judged = (events.as_slice(), decision);
    let mut uses = uses_of((control, policy), envelope, judged, row.received_at);
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

#[cfg(test)]
mod tests {
    use wangge_domain::policy::default_pack;

    use super::*;

    #[test]
    fn every_act_that_has_a_paper_of_its_own_gives_that_its_number() {
        let (policy, tables) = (default_pack(), LifecycleTables::standard());
        let mut papers = BTreeSet::new();
        for kind in [
            RecordKind::Premises,
            RecordKind::Inspection,
            RecordKind::Rectification,
            RecordKind::Letter,
            RecordKind::Order,
            RecordKind::MajorCase,
            RecordKind::StopUse,
        ] {
            let rows = tables.of(&kind).map(|table| table.rows.as_slice());
            for row in rows.unwrap_or_default() {
                let said = |status: &Status| word_of_own_paper(&policy, &kind, &row.event, status);
                let Some(paper) = row.paper.as_deref() else {
                    continue;
                };
                let wanted = Some(policy.numbering.documents[paper].word.as_str());
                for status in &row.from {
                    assert_eq!(said(status), wanted, "{} in {status:?}", row.event);
                }
                // Somebody else had closed or accepted it meanwhile.
                if kind == RecordKind::Rectification {
                    assert_eq!(said(&Status::Closed), wanted, "{}", row.event);
                }
                papers.insert((row.event.as_str(), paper));
            }
        }
        let wanted = [
            ("recheck_failed", "recheck"),
            ("recheck_passed", "recheck"),
            ("submitted", "inspection"),
        ];
        assert_eq!(
            papers,
            BTreeSet::from(wanted),
            "a new one is in the register too"
        );
        let visit = RecordKind::Inspection;
        let again = word_of_own_paper(&policy, &visit, "submitted", &Status::Returned);
        assert_eq!(again, None, "what is handed in again mends the first");
    }
}
