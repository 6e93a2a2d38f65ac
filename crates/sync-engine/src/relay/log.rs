//! What a decision adds to the log.

use wangge_domain::lifecycle::TimeBounds;
use wangge_domain::{StreamId, Timestamp};
use wangge_protocol::{Decision, Refusal, Row, RowBody, Stub, Verdict};

use super::RelayError;
use super::prepared::PreparedEnvelope;
use super::provisional::{uses_of, uses_set_apart};
use super::turn::{ChainKey, Live, Turn};
use crate::lifecycle_rows::has_no_effect;
use crate::store::{NumberGrant, QuarantineEntry, RelayRow};

/// An envelope that goes to the log: the record after it, and what was decided.
pub(super) struct Accepted {
    pub(super) live: Live,
    pub(super) decision: Decision,
    pub(super) numbers: Vec<NumberGrant>,
}

/// The verdict that goes with a reason.
pub(super) fn set_apart_verdict(reason: Refusal) -> Verdict {
    if reason.is_final() {
        Verdict::Refused(reason)
    } else {
        Verdict::Quarantined(reason)
    }
}

/// Logs the trace of an envelope that is refused or set apart, and keeps its bytes.
pub(super) fn set_apart(
    turn: &mut Turn<'_>,
    prepared: &PreparedEnvelope,
    key: ChainKey,
    received_at: Timestamp,
    reason: Refusal,
    time: Option<TimeBounds>,
) -> Result<Verdict, RelayError> {
    let header = &prepared.envelope.header;
    turn.extend_chain(
        key,
        header.device_seq,
        prepared.id,
        time.map(|time| time.lower),
    );
    turn.set_place(prepared.id, Err(reason));
    turn.refuse_changes(prepared, reason);
    let stub = Stub {
        envelope: prepared.id,
        device: header.device,
        user: header.user,
        device_seq: header.device_seq,
        reason,
    };
    append(turn, header.stream, RowBody::Stub(stub), received_at)?;
    if planted!(LoseSetApart) {
        return Ok(set_apart_verdict(reason));
    }
    let uses = uses_set_apart(turn.ctx.control, prepared, reason, received_at);
    turn.commit.provisional.extend(uses);
    turn.commit.quarantine.push(QuarantineEntry {
        stream: header.stream,
        envelope: prepared.envelope.clone(),
        reason,
        is_final: reason.is_final(),
        received_at,
    });
    Ok(set_apart_verdict(reason))
}

/// Logs an envelope with its decision.
pub(super) fn accept(
    turn: &mut Turn<'_>,
    prepared: &PreparedEnvelope,
    key: ChainKey,
    received_at: Timestamp,
    accepted: Accepted,
) -> Result<Verdict, RelayError> {
    let header = &prepared.envelope.header;
    let Accepted {
        mut live,
        decision,
        numbers,
    } = accepted;
    let no_effect = has_no_effect(&decision);
    let judged = (prepared.events.as_slice(), &decision);
    let rules = (turn.ctx.control, turn.ctx.policy);
    let uses = uses_of(rules, &prepared.envelope, judged, received_at);
    let lower = decision.time.lower;
    let body = RowBody::Accepted {
        envelope: Box::new(prepared.envelope.clone()),
        decision,
    };
    let seq = append(turn, header.stream, body, received_at)?;
    live.last_seq = seq;
    for entry in &mut live.state.history {
        // The acts of this row were judged before it had a place.
        if entry.envelope == prepared.id {
            entry.seq = Some(seq);
        }
    }
    turn.extend_chain(key, header.device_seq, prepared.id, Some(lower));
    turn.set_place(prepared.id, Ok(seq));
    turn.put_record(header.record, live);
    turn.add_blobs(header.record, &header.blobs);
    turn.commit.numbers.extend(numbers);
    turn.commit.provisional.extend(uses);
    Ok(if no_effect {
        Verdict::NoEffect { seq }
    } else {
        Verdict::Accepted { seq }
    })
}

/// Appends a row to a stream's log.
pub(super) fn append(
    turn: &mut Turn<'_>,
    stream: StreamId,
    body: RowBody,
    received_at: Timestamp,
) -> Result<u64, RelayError> {
    let log = turn
        .log(stream)?
        .ok_or_else(|| RelayError::Malformed("there is no such stream".to_owned()))?;
    let seq = log.head.seq + 1;
    let row = Row::after(&log.head.chain, log.head.epoch, seq, body, received_at);
    log.head.seq = seq;
    log.head.chain = row.chain;
    log.head.received_at = received_at;
    turn.commit.rows.push(RelayRow { stream, row });
    Ok(seq)
}
