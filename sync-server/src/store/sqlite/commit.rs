use std::collections::BTreeMap;

use rusqlite::Connection;
use wangge_domain::lifecycle::SeriesKey;
use wangge_domain::record::RecordKind;
use wangge_domain::{RecordId, Timestamp};
use wangge_protocol::{Envelope, Op, RowBody};
use wangge_sync_engine::store::{QuarantineEntry, RelayCommit, RelayRow, StoreError};

use super::convert::{corrupt, failed, to_sql, u32_from};
use super::counts::Counts;
use super::projection::put_record;
use super::provisional::keep_use;
use super::redact::blank;
use super::streams::Streams;
use super::turn::read_head;
use crate::store::row_codec::{encode_body, encode_envelope, place, refusal_name};

/// Bytes of quarantined envelopes kept per device.
const QUARANTINE_BYTES: i64 = 64 << 20;

/// Applies a commit inside the writer's transaction.
pub(super) fn apply(
    connection: &Connection,
    tenant: i64,
    commit: &RelayCommit,
) -> Result<(), StoreError> {
    let mut streams = Streams::new(connection, tenant);
    for (stream, expected) in &commit.expected {
        if read_head(connection, tenant, *stream)? != *expected {
            return Err(StoreError::HeadMoved);
        }
    }
    let mut first_at: BTreeMap<RecordId, Timestamp> = BTreeMap::new();
    for row in &commit.rows {
        append(&mut streams, row)?;
        if let RowBody::Accepted { envelope, .. } = &row.row.body {
            first_at
                .entry(envelope.header.record)
                .or_insert(row.row.received_at);
        }
    }
    streams.write()?;
    for one in &commit.blank {
        blank(connection, tenant, streams.number(one.stream)?, one)?;
    }
    let mut counts = Counts::default();
    for update in &commit.records {
        let stream = streams.number(update.stream)?;
        let at = first_at.get(&update.record).copied().unwrap_or_default();
        put_record(connection, tenant, stream, update, at, &mut counts)?;
    }
    counts.write(connection, tenant)?;
    for entry in &commit.quarantine {
        set_apart(connection, tenant, entry)?;
    }
    for grant in &commit.numbers {
        // Turns of different streams share a series: whoever comes second decides anew.
        let follows = || {
            Ok::<bool, StoreError>(
                last_number(connection, tenant, &grant.series)? + 1 == grant.number,
            )
        };
        if !grant.attested && !follows()? {
            return Err(StoreError::HeadMoved);
        }
        connection
            .prepare_cached(
                "INSERT OR IGNORE INTO document_number
                   (tenant, issuer, document, year, number, text, envelope)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )
            .and_then(|mut statement| {
                statement.execute((
                    tenant,
                    &grant.series.issuer,
                    &grant.series.document,
                    grant.series.year,
                    grant.number,
                    &grant.text,
                    &grant.envelope.0,
                ))
            })
            .map_err(failed)?;
    }
    for one in &commit.provisional {
        keep_use(connection, tenant, one)?;
    }
    for lease in &commit.leases {
        connection
            .prepare_cached(
                "INSERT OR IGNORE INTO lease (tenant, digest, relay_key, signature, bytes)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )
            .and_then(|mut statement| {
                statement.execute((
                    tenant,
                    &lease.digest().0,
                    &lease.relay_key.0,
                    &lease.signature.0,
                    &lease.bytes,
                ))
            })
            .map_err(failed)?;
    }
    Ok(())
}

/// Appends a row to the log. Head and chain tips are written once, by [`Streams::write`].
fn append(streams: &mut Streams<'_>, entry: &RelayRow) -> Result<(), StoreError> {
    let stream = streams.number(entry.stream)?;
    streams.follow(entry)?;
    let (connection, tenant, row) = (streams.connection, streams.tenant, &entry.row);
    let envelope = row.body.envelope_id();
    let (author, author_seq, record, has_events, reason) = match &row.body {
        RowBody::Accepted {
            envelope: accepted, ..
        } => {
            let header = &accepted.header;
            let whose = (stream, header.device, header.user);
            (
                streams.author(whose, header.device_seq, envelope)?,
                header.device_seq,
                Some(header.record.as_bytes()),
                accepted.ops.iter().any(|op| !matches!(op, Op::Change(_))),
                None,
            )
        }
        RowBody::Stub(stub) => (
            streams.author((stream, stub.device, stub.user), stub.device_seq, envelope)?,
            stub.device_seq,
            None,
            false,
            Some(refusal_name(stub.reason)?),
        ),
    };
    let place = place(stream, row.seq).ok_or_else(|| corrupt("a seq is out of range"))?;
    connection
        .prepare_cached(
            "INSERT INTO log (place, tenant, epoch, received_at, chain_hash, envelope, is_stub,
                              reason, author, author_seq, record, has_events, body)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )
        .and_then(|mut statement| {
            statement.execute((
                place,
                tenant,
                row.epoch,
                row.received_at.0,
                &row.chain.0,
                &envelope.0,
                reason.is_some(),
                reason,
                author,
                to_sql(author_seq),
                record,
                has_events,
                encode_body(&row.body),
            ))
        })
        .map_err(failed)?;
    if let RowBody::Accepted { envelope, .. } = &row.body {
        link_blobs(connection, tenant, stream, envelope)?;
    }
    Ok(())
}

fn link_blobs(
    connection: &Connection,
    tenant: i64,
    stream: i64,
    envelope: &Envelope,
) -> Result<(), StoreError> {
    let header = &envelope.header;
    if header.kind == RecordKind::Control {
        return Ok(());
    }
    for blobs in &header.blobs {
        connection
            .prepare_cached(
                "INSERT OR IGNORE INTO blob_set (tenant, record, original, view, thumbnail)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )
            .and_then(|mut statement| {
                statement.execute((
                    tenant,
                    header.record.as_bytes(),
                    &blobs.original.0,
                    &blobs.view.0,
                    &blobs.thumbnail.0,
                ))
            })
            .map_err(failed)?;
        for (role, digest) in [blobs.original, blobs.view, blobs.thumbnail]
            .iter()
            .enumerate()
        {
            connection
                .prepare_cached(
                    "INSERT OR IGNORE INTO blob_reference (tenant, digest, stream, record, role)
                     VALUES (?1, ?2, ?3, ?4, ?5)",
                )
                .and_then(|mut statement| {
                    statement.execute((
                        tenant,
                        &digest.0,
                        stream,
                        header.record.as_bytes(),
                        to_sql(role as u64),
                    ))
                })
                .map_err(failed)?;
        }
    }
    Ok(())
}

fn set_apart(
    connection: &Connection,
    tenant: i64,
    entry: &QuarantineEntry,
) -> Result<(), StoreError> {
    let header = &entry.envelope.header;
    let bytes = encode_envelope(&entry.envelope);
    let size = to_sql(bytes.len() as u64);
    let used: i64 = connection
        .prepare_cached(
            "SELECT coalesce(sum(size), 0) FROM quarantine
             WHERE tenant = ?1 AND device = ?2 AND bytes IS NOT NULL",
        )
        .and_then(|mut statement| {
            statement.query_row((tenant, header.device.as_bytes()), |row| row.get(0))
        })
        .map_err(failed)?;
    let kept = (used.saturating_add(size) <= QUARANTINE_BYTES).then_some(bytes);
    connection
        .prepare_cached(
            "INSERT OR IGNORE INTO quarantine
               (tenant, envelope, stream, record, device, user, device_seq, reason, is_final,
                received_at, size, bytes)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )
        .and_then(|mut statement| {
            statement.execute((
                tenant,
                &entry.envelope.id().0,
                entry.stream.as_bytes(),
                header.record.as_bytes(),
                header.device.as_bytes(),
                header.user.as_bytes(),
                to_sql(header.device_seq),
                refusal_name(entry.reason).unwrap_or_default(),
                entry.is_final,
                entry.received_at.0,
                size,
                kept,
            ))
        })
        .map_err(failed)?;
    Ok(())
}

/// The last number given in a series; 0: none.
pub(super) fn last_number(
    connection: &Connection,
    tenant: i64,
    series: &SeriesKey,
) -> Result<u32, StoreError> {
    let mut statement = connection
        .prepare_cached(
            "SELECT max(number) FROM document_number
             WHERE tenant = ?1 AND issuer = ?2 AND document = ?3 AND year = ?4",
        )
        .map_err(failed)?;
    let found: Option<i64> = statement
        .query_row(
            (tenant, &series.issuer, &series.document, series.year),
            |row| row.get(0),
        )
        .map_err(failed)?;
    Ok(found.map_or(0, u32_from))
}
