use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use wangge_domain::record::RecordKind;
use wangge_domain::{RecordId, StreamId};
use wangge_protocol::{ChainHash, Envelope, Page, PublicKey, Row, RowBody};

use super::control::{control_many, control_rows_of};
use super::decide::decide;
use super::prepared::{Prepared, prepare_one};
use super::provisional::provisional_uses;
use super::redact::blank;
use super::rule::number_of;
use super::turn::{Attested, Live, Turn};
use super::{RelayContext, RelayError};
use crate::lifecycle_rows::fold_rows;
use crate::redaction::{blanked_by, content_envelopes};
use crate::store::{RelayCommit, RelayRow, StoreError};
use crate::{Document, GateContext};

/// What came of a page that a device gave back（回灌结果）.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Healed {
    /// Rows that stand again as they stood: place, decision, time, number.
    pub restored: u64,
    /// Rows decided anew, since the log went on without them; their time and number stay.
    pub decided_anew: u64,
}

/// Takes back rows that this relay once signed and has lost since: it was restored from a
/// backup. The signature at the end of the page covers every row of it, so it does not matter
/// who brings them. Rows that follow on the log's head are appended as they were; those of a log
/// that has gone on otherwise are decided anew. A page that cannot be believed changes nothing.
/// `trusted` knows the service keys of this tenant, lost ones among them.
///
/// # Errors
/// The store failed.
pub fn heal(
    ctx: &RelayContext<'_>,
    page: &Page,
    trusted: &dyn Fn(&PublicKey) -> bool,
) -> Result<(Healed, RelayCommit), RelayError> {
    let nothing = (Healed::default(), RelayCommit::default());
    let stream = page.stream;
    let mut turn = Turn::new(ctx);
    let Some(log) = turn.log(stream)? else {
        return Ok(nothing);
    };
    let head = log.head;
    let previous = match page.after {
        0 => Some(ChainHash::ZERO),
        seq => ctx.store.point(stream, seq)?.map(|(_, chain, _)| chain),
    };
    let (Some(previous), true) = (previous, trusted(&page.relay_key)) else {
        return Ok(nothing);
    };
    let Ok(rows) = page.clone().unpack(&previous, |_| None) else {
        return Ok(nothing);
    };
    let mut lost = Vec::new();
    for row in rows {
        let here = lost.is_empty() && row.seq <= head.seq && is_here(ctx, stream, &row)?;
        if !here {
            lost.push(row);
        }
    }
    match lost.first() {
        None => Ok(nothing),
        Some(first) if first.seq == head.seq + 1 && !is_number_taken(ctx, &lost)? => {
            extend(turn, stream, lost)
        }
        Some(first) if stream == StreamId::control(ctx.tenant) => {
            add_control(ctx, first.seq, &lost)
        }
        Some(_) => decide_anew(turn, lost),
    }
}

fn is_here(ctx: &RelayContext<'_>, stream: StreamId, row: &Row) -> Result<bool, StoreError> {
    let point = ctx.store.point(stream, row.seq)?;
    Ok(point.is_some_and(|(_, chain, _)| chain == row.chain))
}

/// Whether a number in these rows was given to another paper meanwhile: then they cannot stand as
/// they stood.
fn is_number_taken(ctx: &RelayContext<'_>, rows: &[Row]) -> Result<bool, StoreError> {
    for row in rows {
        let RowBody::Accepted { decision, .. } = &row.body else {
            continue;
        };
        let id = row.body.envelope_id();
        let outcomes = decision.outcomes.iter();
        let texts = outcomes.flat_map(|it| it.number.iter().chain(&it.paper_number));
        for grant in texts.filter_map(|text| number_of(ctx.policy, text, id)) {
            let owner = ctx.store.number_owner(&grant.series, grant.number)?;
            if owner.is_some_and(|owner| owner != id) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Appends rows as they were, and works out what follows from them.
fn extend(
    mut turn: Turn<'_>,
    stream: StreamId,
    lost: Vec<Row>,
) -> Result<(Healed, RelayCommit), RelayError> {
    let restored = u64::try_from(lost.len()).unwrap_or(u64::MAX);
    let mut events: BTreeMap<RecordId, Vec<Row>> = BTreeMap::new();
    for row in lost {
        if let Some(log) = turn.log(stream)? {
            log.head.seq = row.seq;
            log.head.chain = row.chain;
            log.head.received_at = row.received_at;
        }
        let id = row.body.envelope_id();
        match &row.body {
            RowBody::Accepted { envelope, decision } => {
                let header = &envelope.header;
                let key = (stream, header.device, header.user);
                turn.extend_chain(key, header.device_seq, id, Some(decision.time.lower));
                turn.set_place(id, Ok(row.seq));
                let policy = turn.ctx.policy;
                let outcomes = decision.outcomes.iter();
                let texts = outcomes.flat_map(|it| it.number.iter().chain(&it.paper_number));
                let grants = texts.filter_map(|text| number_of(policy, text, id));
                turn.commit.numbers.extend(grants);
                let uses = provisional_uses(turn.ctx.control, policy, &row);
                turn.commit.provisional.extend(uses);
                if header.kind != RecordKind::Control {
                    follow(&mut turn, &mut events, envelope, &row)?;
                }
            }
            RowBody::Stub(stub) => {
                let key = (stream, stub.device, stub.user);
                turn.extend_chain(key, stub.device_seq, id, None);
                turn.set_place(id, Err(stub.reason));
            }
        }
        turn.commit.rows.push(RelayRow { stream, row });
    }
    let healed = Healed {
        restored,
        decided_anew: 0,
    };
    Ok((healed, turn.finish()))
}

/// The record after an accepted row, its outcomes followed as recorded.
fn follow(
    turn: &mut Turn<'_>,
    events: &mut BTreeMap<RecordId, Vec<Row>>,
    envelope: &Envelope,
    row: &Row,
) -> Result<(), RelayError> {
    let header = &envelope.header;
    let record = header.record;
    let known = turn.record(record)?.cloned();
    let mut live = known.unwrap_or_else(|| Live::new(header.stream, header.kind.clone()));
    let mut document =
        Document::load(&live.bytes).map_err(|error| StoreError::Corrupt(error.to_string()))?;
    let rows = match events.entry(record) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(new) => new.insert(turn.ctx.store.event_rows_of(record)?),
    };
    // Whoever gave back the rows before may not have known that they were blanked.
    if let Some(named) = blanked_by(row, rows) {
        document = Document::new();
        let by = (row.body.envelope_id(), header.blobs.as_slice());
        blank(turn, &named, by)?;
    }
    if !content_envelopes([row]).is_empty() {
        let owner = GateContext {
            device: header.device,
            user: header.user,
        };
        for change in envelope.changes() {
            // It passed this gate when it came first; damage since then costs this change alone.
            let _left_out = document.apply(change, &owner);
        }
    }
    live.bytes = document.save();
    live.heads = document.heads();
    live.content = document.content();
    live.first_actor = document.first_actor();
    rows.push(row.clone());
    live.state = fold_rows(&live.kind, rows, turn.ctx.control);
    live.last_seq = row.seq;
    turn.put_record(record, live);
    turn.add_blobs(record, &header.blobs);
    Ok(())
}

/// Enters what the control stream had said, as far as it still changes something and has not been
/// entered since the logs parted, at `parted`: what was decided after that stands, though a second
/// device gives the older word back once more. The key in use stays the last one.
fn add_control(
    ctx: &RelayContext<'_>,
    parted: u64,
    lost: &[Row],
) -> Result<(Healed, RelayCommit), RelayError> {
    use wangge_domain::control::{ControlEvent, ControlRow};
    let own = ctx.service().cloned();
    let mut state = ctx.control.clone();
    let since = ctx.store.control_rows_after(parted.saturating_sub(1))?;
    let lost: Vec<_> = lost.iter().flat_map(control_rows_of).collect();
    let mut events = Vec::new();
    for (place, row) in lost.iter().enumerate() {
        let event = row.event.clone();
        let same = |other: &&ControlRow| other.event == event;
        let times = lost[..=place].iter().filter(same).count();
        if since.iter().filter(same).count() >= times {
            continue;
        }
        let known = match &event {
            ControlEvent::DeviceEnrolled(new) => {
                let public = &new.public_key;
                let mut keys = state.keys(new.device, new.user);
                keys.any(|held| held.public_key == *public)
            }
            ControlEvent::RoleGranted(grant) => state.grants.contains(grant),
            ControlEvent::CredentialIssued(credential) => state.credentials.contains(credential),
            _ => false,
        };
        let row = ControlRow {
            seq: state.seq,
            received_at: ctx.now,
            event: event.clone(),
        };
        let mut after = state.clone();
        if !known && after.apply(&row).is_ok() && after != state {
            state = after;
            events.push(event);
        }
    }
    let displaced = own.filter(|own| {
        let held = state.devices.get(&(own.device, own.user));
        held.is_some_and(|held| held.enrollment != *own)
    });
    events.extend(displaced.map(ControlEvent::DeviceEnrolled));
    if events.is_empty() {
        return Ok((Healed::default(), RelayCommit::default()));
    }
    let commit = control_many(ctx, &events)?;
    let healed = Healed {
        restored: 0,
        decided_anew: u64::try_from(events.len()).unwrap_or(u64::MAX),
    };
    Ok((healed, commit))
}

/// Decides the envelopes of a branch that the log did not take, in their order.
fn decide_anew(mut turn: Turn<'_>, lost: Vec<Row>) -> Result<(Healed, RelayCommit), RelayError> {
    // Leases that are lost too are asked for when their owner comes.
    turn.carrier = Some((wangge_domain::UserId::from_bytes([0; 16]), false));
    let mut healed = Healed::default();
    for row in lost {
        let RowBody::Accepted { envelope, decision } = row.body else {
            continue;
        };
        let id = envelope.id();
        let outcomes = decision.outcomes.into_iter();
        let numbers = outcomes.flat_map(|it| it.number.into_iter().chain(it.paper_number));
        let attested = Attested {
            received_at: row.received_at,
            lower: decision.time.lower,
            numbers: numbers.collect(),
        };
        turn.attested.insert(id, attested);
        let Prepared(Ok(prepared)) = prepare_one(Ok(*envelope)) else {
            continue;
        };
        let before = turn.commit.rows.len();
        decide(&mut turn, &prepared, decision.admitted_by)?;
        if turn.commit.rows.len() > before {
            healed.decided_anew += 1;
        }
    }
    Ok((healed, turn.finish()))
}
