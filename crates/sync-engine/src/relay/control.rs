use wangge_domain::RecordId;
use wangge_domain::StreamId;
use wangge_domain::control::{ControlEvent, ControlRow};
use wangge_domain::lifecycle::TimeBounds;
use wangge_domain::record::RecordKind;
use wangge_protocol::{Decision, Op, PublicKey, Row, RowBody, decode, encode};

use super::log::append;
use super::service::{ServiceAct, sealed_by_service};
use super::turn::Turn;
use super::{RelayContext, RelayError};
use crate::store::RelayCommit;

/// Appends one row to the control stream（控制流）, signed by the service key.
///
/// # Errors
/// The row would change nothing, the service key is not enrolled (its own enrollment is the first
/// row of all), or the store failed.
pub fn control(ctx: &RelayContext<'_>, event: &ControlEvent) -> Result<RelayCommit, RelayError> {
    control_many(ctx, std::slice::from_ref(event))
}

/// Appends several rows to the control stream in one commit, each judged on those before it.
///
/// # Errors
/// As [`control`]: one bad row, and none is appended.
pub fn control_many(
    ctx: &RelayContext<'_>,
    events: &[ControlEvent],
) -> Result<RelayCommit, RelayError> {
    let mut state = ctx.control.clone();
    let mut turn = Turn::new(ctx);
    let stream = StreamId::control(ctx.tenant);
    for event in events {
        let received_at = match turn.log(stream)? {
            Some(log) => log.head.received_at.max(ctx.now),
            None => ctx.now,
        };
        let own = ctx.service_key.public();
        let is_service = |enrollment: &&wangge_domain::control::DeviceEnrollment| {
            enrollment.relay_service && PublicKey::from_hex(&enrollment.public_key) == Some(own)
        };
        let enrolled = state
            .devices
            .values()
            .map(|held| &held.enrollment)
            .find(is_service);
        let service = match event {
            ControlEvent::DeviceEnrolled(enrollment) => enrolled.or(Some(enrollment)),
            _ => enrolled,
        };
        let service = service
            .filter(is_service)
            .ok_or(RelayError::ServiceKeyUnknown)?;
        let act = ServiceAct {
            stream,
            record: RecordId(ctx.tenant.0),
            kind: RecordKind::Control,
            device: service.device,
            user: service.user,
            ops: vec![Op::Event(encode(event))],
            blobs: Vec::new(),
        };
        let (device, user) = (act.device, act.user);
        let envelope = sealed_by_service(&mut turn, act)?;
        let id = envelope.id();
        let device_seq = envelope.header.device_seq;
        let decision = Decision {
            control_seq: state.seq,
            time: TimeBounds::exactly(received_at),
            outcomes: Vec::new(),
            facts: None,
            admitted_by: None,
        };
        let body = RowBody::Accepted {
            envelope: Box::new(envelope),
            decision,
        };
        let seq = append(&mut turn, stream, body, received_at)?;
        state.apply(&ControlRow {
            seq,
            received_at,
            event: event.clone(),
        })?;
        turn.extend_chain((stream, device, user), device_seq, id, None);
    }
    Ok(turn.finish())
}

/// The control events of a row of the control stream. Events of a later version are left out:
/// this build cannot follow them.
#[must_use]
pub fn control_rows_of(row: &Row) -> Vec<ControlRow> {
    let RowBody::Accepted { envelope, .. } = &row.body else {
        return Vec::new();
    };
    if envelope.header.kind != RecordKind::Control {
        return Vec::new();
    }
    envelope
        .ops
        .iter()
        .filter_map(|op| match op {
            Op::Event(bytes) => decode::<ControlEvent>(bytes).ok(),
            _ => None,
        })
        .map(|event| ControlRow {
            seq: row.seq,
            received_at: row.received_at,
            event,
        })
        .collect()
}
