use std::collections::BTreeMap;

use wangge_domain::record::RecordKind;
use wangge_domain::{DeviceId, StreamId, UserId};
use wangge_protocol::{Envelope, EnvelopeId, Op, RowBody, chain_next};
use wangge_sync_engine::store::{RelayRow, StoreError, StreamHead};

use super::convert::{corrupt, failed, raced, to_sql};
use super::heads::LockedHeads;
use super::session::{Param, Session, column};
use crate::store::row_codec::{encode_body, place, refusal_name};

/// An author in a stream: stream number, device, user.
type Author = (i64, DeviceId, UserId);

/// A row ready to be written.
struct NewRow {
    place: i64,
    epoch: i64,
    received_at: i64,
    chain: Vec<u8>,
    envelope: EnvelopeId,
    is_stub: i64,
    reason: Option<String>,
    author: Author,
    author_seq: i64,
    record: Option<Vec<u8>>,
    has_events: i64,
    body: Vec<u8>,
}

/// Appends rows to their locked streams（追加）: `head + 1 .. head + n` and the new head, in the
/// transaction that holds the locks. No sequence of the database is asked for a number.
pub(super) fn append(
    session: &Session,
    tenant: i64,
    heads: &mut LockedHeads,
    rows: &[RelayRow],
) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut touched: BTreeMap<StreamId, i64> = BTreeMap::new();
    let mut new = Vec::with_capacity(rows.len());
    for entry in rows {
        let locked = heads.get(entry.stream)?;
        heads.move_on(entry.stream, next_head(&locked.head, entry)?);
        touched.insert(entry.stream, locked.number);
        new.push(new_row(locked.number, entry)?);
    }
    move_heads(session, heads, &touched)?;
    let authors = put_authors(session, tenant, &new)?;
    insert(session, tenant, &new, &authors)?;
    link_blobs(session, tenant, heads, rows)
}

/// The head after a row. A gap, a repeated seq, a broken chain, or time going back: never written,
/// whoever asks.
fn next_head(head: &StreamHead, entry: &RelayRow) -> Result<StreamHead, StoreError> {
    let row = &entry.row;
    let (id, decision) = (row.body.envelope_id(), row.body.decision_hash());
    let chain = chain_next(&head.chain, row.seq, &id, &decision, row.received_at);
    let follows = row.seq == head.seq + 1 && row.received_at >= head.received_at;
    if !follows || chain != row.chain {
        return Err(StoreError::HeadMoved);
    }
    Ok(StreamHead {
        epoch: head.epoch.max(row.epoch),
        seq: row.seq,
        chain,
        received_at: row.received_at,
    })
}

fn new_row(stream: i64, entry: &RelayRow) -> Result<NewRow, StoreError> {
    let row = &entry.row;
    let (author, device_seq, record, has_events, reason) = match &row.body {
        RowBody::Accepted { envelope, .. } => {
            let header = &envelope.header;
            let events = envelope.ops.iter().any(|op| !matches!(op, Op::Change(_)));
            let record = header.record.as_bytes().to_vec();
            let author = (stream, header.device, header.user);
            (author, header.device_seq, Some(record), events, None)
        }
        RowBody::Stub(stub) => {
            let reason = refusal_name(stub.reason)?;
            let author = (stream, stub.device, stub.user);
            (author, stub.device_seq, None, false, Some(reason))
        }
    };
    Ok(NewRow {
        place: place(stream, row.seq).ok_or_else(|| corrupt("a seq is out of range"))?,
        epoch: i64::from(row.epoch),
        received_at: row.received_at.0,
        chain: row.chain.0.to_vec(),
        envelope: row.body.envelope_id(),
        is_stub: i64::from(reason.is_some()),
        reason,
        author,
        author_seq: to_sql(device_seq),
        record,
        has_events: i64::from(has_events),
        body: encode_body(&row.body),
    })
}

fn move_heads(
    session: &Session,
    heads: &LockedHeads,
    touched: &BTreeMap<StreamId, i64>,
) -> Result<(), StoreError> {
    for (stream, number) in touched {
        let head = heads.get(*stream)?.head;
        session.execute(
            "UPDATE stream SET epoch = $2, seq = $3, chain_hash = $4, received_at = $5
             WHERE number = $1",
            &[
                number,
                &i64::from(head.epoch),
                &to_sql(head.seq),
                &head.chain.0.as_slice(),
                &head.received_at.0,
            ],
        )?;
    }
    Ok(())
}

/// The chains of all authors, each with its tip moved on if these rows reach higher places.
fn put_authors(
    session: &Session,
    tenant: i64,
    rows: &[NewRow],
) -> Result<BTreeMap<Author, i64>, StoreError> {
    let mut tips: BTreeMap<Author, (i64, EnvelopeId)> = BTreeMap::new();
    for row in rows {
        let tip = tips
            .entry(row.author)
            .or_insert((row.author_seq, row.envelope));
        if row.author_seq > tip.0 {
            *tip = (row.author_seq, row.envelope);
        }
    }
    let ids: Vec<(&[u8], &[u8], &[u8])> = tips
        .iter()
        .map(|((_, device, user), (_, envelope))| {
            let (device, user) = (device.as_bytes().as_slice(), user.as_bytes().as_slice());
            (device, user, envelope.0.as_slice())
        })
        .collect();
    let sets: Vec<Vec<Param<'_>>> = tips
        .iter()
        .zip(&ids)
        .map(|(((stream, ..), (seq, _)), (device, user, envelope))| {
            let set: Vec<Param<'_>> = vec![&tenant, stream, device, user, seq, envelope];
            set
        })
        .collect();
    let answers = session
        .query_many(
            "INSERT INTO chain (tenant, stream, device, \"user\", seq, envelope)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (stream, device, \"user\") DO UPDATE SET
               envelope = CASE WHEN excluded.seq > chain.seq
                          THEN excluded.envelope ELSE chain.envelope END,
               seq = greatest(chain.seq, excluded.seq)
             RETURNING number",
            &sets,
        )
        .map_err(failed)?;
    let mut numbers = BTreeMap::new();
    for (author, answer) in tips.keys().zip(&answers) {
        let row = answer.first().ok_or(StoreError::HeadMoved)?;
        numbers.insert(*author, column(row, 0)?);
    }
    Ok(numbers)
}

fn insert(
    session: &Session,
    tenant: i64,
    rows: &[NewRow],
    authors: &BTreeMap<Author, i64>,
) -> Result<(), StoreError> {
    let numbers: Vec<i64> = rows
        .iter()
        .map(|row| authors.get(&row.author).copied().unwrap_or_default())
        .collect();
    let ids: Vec<&[u8]> = rows.iter().map(|row| row.envelope.0.as_slice()).collect();
    let sets: Vec<Vec<Param<'_>>> = rows
        .iter()
        .zip(ids.iter().zip(&numbers))
        .map(|(row, (envelope, author))| {
            let set: Vec<Param<'_>> = vec![
                &row.place,
                &tenant,
                &row.epoch,
                &row.received_at,
                &row.chain,
                envelope,
                &row.is_stub,
                &row.reason,
                author,
                &row.author_seq,
                &row.record,
                &row.has_events,
                &row.body,
            ];
            set
        })
        .collect();
    session
        .query_many(
            "INSERT INTO log (place, tenant, epoch, received_at, chain_hash, envelope, is_stub,
                              reason, author, author_seq, record, has_events, body)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
            &sets,
        )
        .map(drop)
        .map_err(raced)
}

fn link_blobs(
    session: &Session,
    tenant: i64,
    heads: &LockedHeads,
    rows: &[RelayRow],
) -> Result<(), StoreError> {
    for entry in rows {
        if let RowBody::Accepted { envelope, .. } = &entry.row.body {
            link(session, tenant, heads.get(entry.stream)?.number, envelope)?;
        }
    }
    Ok(())
}

fn link(
    session: &Session,
    tenant: i64,
    stream: i64,
    envelope: &Envelope,
) -> Result<(), StoreError> {
    let header = &envelope.header;
    if header.kind == RecordKind::Control {
        return Ok(());
    }
    let record = header.record.as_bytes().as_slice();
    for blobs in &header.blobs {
        let all = [blobs.original, blobs.view, blobs.thumbnail];
        let digests: Vec<&[u8]> = all.iter().map(|digest| digest.0.as_slice()).collect();
        session.execute(
            "INSERT INTO blob_set (tenant, record, original, view, thumbnail)
             SELECT $1::bigint, $2::bytea, ($3::bytea[])[1], ($3::bytea[])[2], ($3::bytea[])[3]
             ON CONFLICT DO NOTHING",
            &[&tenant, &record, &digests],
        )?;
        session.execute(
            "INSERT INTO blob_reference (tenant, digest, stream, record, role)
             SELECT $1::bigint, blob.digest, $2::bigint, $3::bytea, blob.place - 1
             FROM unnest($4::bytea[]) WITH ORDINALITY AS blob(digest, place)
             ON CONFLICT DO NOTHING",
            &[&tenant, &stream, &record, &digests],
        )?;
    }
    Ok(())
}
