use wangge_domain::lifecycle::{Event, Outcome};
use wangge_domain::{DeviceId, RecordId, UserId};
use wangge_protocol::{Op, Row, RowBody, Verdict};

use super::decide::decide;
use super::prepared::{Prepared, prepare_one};
use super::service::{ServiceAct, sealed_by_service};
use super::turn::Turn;
use super::{RelayContext, RelayError};
use crate::store::RelayCommit;

/// What an act of a password session came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Acted {
    /// The row it stands in.
    pub row: Row,
    /// What came of it: it may have changed nothing, with the reason. Of several events in one
    /// envelope what came of the last.
    pub outcome: Outcome,
}

/// Does an act for a person with a password session（代签）: the relay seals it with its service
/// key, so it is *attested by relay* wherever it is shown. `service` is the service key's device.
///
/// # Errors
/// There is no such record, the person has no rights in its grid, or the store failed.
pub fn act(
    ctx: &RelayContext<'_>,
    service: DeviceId,
    user: UserId,
    record: RecordId,
    event: &Event,
) -> Result<(Acted, RelayCommit), RelayError> {
    act_together(ctx, service, user, record, std::slice::from_ref(event))
}

/// The same with several events in one envelope, each judged on what the one before it left（一并办理）.
///
/// # Errors
/// As [`act`].
pub fn act_together(
    ctx: &RelayContext<'_>,
    service: DeviceId,
    user: UserId,
    record: RecordId,
    events: &[Event],
) -> Result<(Acted, RelayCommit), RelayError> {
    let mut turn = Turn::new(ctx);
    let acted = events_in(&mut turn, service, user, record, events)?;
    Ok((acted, turn.finish()))
}

pub(super) fn act_in(
    turn: &mut Turn<'_>,
    service: DeviceId,
    user: UserId,
    record: RecordId,
    event: &Event,
) -> Result<Acted, RelayError> {
    events_in(turn, service, user, record, std::slice::from_ref(event))
}

fn events_in(
    turn: &mut Turn<'_>,
    service: DeviceId,
    user: UserId,
    record: RecordId,
    events: &[Event],
) -> Result<Acted, RelayError> {
    let known = turn
        .record(record)?
        .ok_or(RelayError::UnknownRecord(record))?;
    let (stream, kind) = (known.stream, known.kind.clone());
    let act = ServiceAct {
        stream,
        record,
        kind,
        device: service,
        user,
        ops: events.iter().map(Op::event).collect(),
        blobs: Vec::new(),
    };
    decide_service(turn, act)
}

/// Seals and decides an envelope of the relay's own.
pub(super) fn decide_service(turn: &mut Turn<'_>, act: ServiceAct) -> Result<Acted, RelayError> {
    let envelope = sealed_by_service(turn, act)?;
    let Prepared(prepared) = prepare_one(Ok(envelope));
    let prepared = prepared.map_err(RelayError::Refused)?;
    match decide(turn, &prepared, None)? {
        Verdict::Accepted { .. } | Verdict::NoEffect { .. } => {}
        Verdict::Refused(reason) | Verdict::Quarantined(reason) => {
            return Err(RelayError::Refused(reason));
        }
        Verdict::Retry { .. } => return Err(RelayError::Healing),
        other => return Err(RelayError::Malformed(format!("{other:?}"))),
    }
    let row = turn.commit.rows.last().map(|row| row.row.clone());
    let outcome = match row.as_ref().map(|row| &row.body) {
        Some(RowBody::Accepted { decision, .. }) => decision.outcomes.last().cloned(),
        _ => None,
    };
    row.zip(outcome)
        .map(|(row, outcome)| Acted { row, outcome })
        .ok_or_else(|| RelayError::Malformed("the act left no row".to_owned()))
}
