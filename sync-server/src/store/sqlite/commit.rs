use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension as _};
use wangge_domain::lifecycle::SeriesKey;
use wangge_domain::record::RecordKind;
use wangge_domain::{DeviceId, RecordId, StreamId, Timestamp, UserId};
use wangge_protocol::{ChainHash, Envelope, Op, RowBody, chain_next};
use wangge_sync_engine::store::{QuarantineEntry, RelayCommit, RelayRow, StoreError};

use super::convert::{corrupt, failed, to_sql, u32_from};
use super::counts::Counts;
use super::projection::put_record;
use super::turn::read_head;
use crate::store::row_codec::{encode_body, encode_envelope, place, refusal_name, zero};

/// Bytes of quarantined envelopes kept per device.
const QUARANTINE_BYTES: i64 = 64 << 20;

/// Applies a commit inside the writer's transaction.
pub(super) fn apply(
    connection: &Connection,
    tenant: i64,
    commit: &RelayCommit,
) -> Result<(), StoreError> {
    let mut streams = Streams {
        connection,
        tenant,
        heads: BTreeMap::new(),
    };
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
        let follows = || Ok(last_number(connection, tenant, &grant.series)? + 1 == grant.number);
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

/// Numbers and chain hashes of the streams touched by one commit.
struct Streams<'a> {
    connection: &'a Connection,
    tenant: i64,
    heads: BTreeMap<StreamId, (i64, ChainHash)>,
}

impl Streams<'_> {
    /// The number of a stream, which begins here if it is new.
    fn number(&mut self, stream: StreamId) -> Result<i64, StoreError> {
        if let Some((number, _)) = self.heads.get(&stream) {
            return Ok(*number);
        }
        let chain = read_head(self.connection, self.tenant, stream)?
            .map_or(ChainHash::ZERO, |head| head.chain);
        let number = match super::turn::stream_number(self.connection, self.tenant, stream)? {
            Some(number) => number,
            None => {
                self.connection
                    .execute(
                        "INSERT INTO stream (tenant, stream, epoch, seq, chain_hash, received_at)
                         VALUES (?1, ?2, 1, 0, ?3, -9223372036854775808)",
                        (self.tenant, stream.as_bytes(), zero()),
                    )
                    .map_err(failed)?;
                self.connection.last_insert_rowid()
            }
        };
        self.heads.insert(stream, (number, chain));
        Ok(number)
    }

    /// Moves the chain on, if this row is the one that follows.
    fn follow(&mut self, entry: &RelayRow) -> Result<(), StoreError> {
        let Some((_, chain)) = self.heads.get_mut(&entry.stream) else {
            return Err(StoreError::HeadMoved);
        };
        let row = &entry.row;
        let (id, decision) = (row.body.envelope_id(), row.body.decision_hash());
        if chain_next(chain, row.seq, &id, &decision, row.received_at) != row.chain {
            return Err(StoreError::HeadMoved);
        }
        *chain = row.chain;
        Ok(())
    }
}

fn append(streams: &mut Streams<'_>, entry: &RelayRow) -> Result<(), StoreError> {
    let stream = streams.number(entry.stream)?;
    streams.follow(entry)?;
    let (connection, tenant, row) = (streams.connection, streams.tenant, &entry.row);
    let moved = connection
        .prepare_cached(
            "UPDATE stream SET epoch = max(epoch, ?2), seq = ?3, chain_hash = ?4, received_at = ?5
             WHERE number = ?1 AND seq = ?3 - 1 AND received_at <= ?5",
        )
        .and_then(|mut statement| {
            statement.execute((
                stream,
                row.epoch,
                to_sql(row.seq),
                &row.chain.0,
                row.received_at.0,
            ))
        })
        .map_err(failed)?;
    if moved != 1 {
        // A gap, a repeated seq, or time going back: never written, whoever asks.
        return Err(StoreError::HeadMoved);
    }
    let (device, user, device_seq, record, has_events, reason) = match &row.body {
        RowBody::Accepted { envelope, .. } => {
            let header = &envelope.header;
            let record = header.record.as_bytes().to_vec();
            let events = envelope.ops.iter().any(|op| !matches!(op, Op::Change(_)));
            (
                header.device,
                header.user,
                header.device_seq,
                Some(record),
                events,
                None,
            )
        }
        RowBody::Stub(stub) => {
            let reason = refusal_name(stub.reason)?;
            (
                stub.device,
                stub.user,
                stub.device_seq,
                None,
                false,
                Some(reason),
            )
        }
    };
    let envelope = row.body.envelope_id();
    let author = author(
        connection,
        tenant,
        stream,
        device,
        user,
        device_seq,
        &envelope.0,
    )?;
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
                to_sql(device_seq),
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

/// The chain of an author in a stream, with its tip moved on if this is a higher place.
fn author(
    connection: &Connection,
    tenant: i64,
    stream: i64,
    device: DeviceId,
    user: UserId,
    device_seq: u64,
    envelope: &[u8; 32],
) -> Result<i64, StoreError> {
    // Not one upsert with RETURNING: that makes SQLite keep a journal of the statement, whose end
    // costs the more the larger the commit is.
    let known: Option<(i64, i64)> = connection
        .prepare_cached(
            "SELECT number, seq FROM chain WHERE stream = ?1 AND device = ?2 AND user = ?3",
        )
        .and_then(|mut statement| {
            let columns = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
            let found = statement.query_row((stream, device.as_bytes(), user.as_bytes()), columns);
            found.optional()
        })
        .map_err(failed)?;
    let seq = to_sql(device_seq);
    let Some((number, highest)) = known else {
        connection
            .prepare_cached(
                "INSERT INTO chain (tenant, stream, device, user, seq, envelope)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )
            .and_then(|mut statement| {
                let ids = (device.as_bytes(), user.as_bytes());
                statement.execute((tenant, stream, ids.0, ids.1, seq, envelope))
            })
            .map_err(failed)?;
        return Ok(connection.last_insert_rowid());
    };
    if seq > highest {
        connection
            .prepare_cached("UPDATE chain SET seq = ?2, envelope = ?3 WHERE number = ?1")
            .and_then(|mut statement| statement.execute((number, seq, envelope)))
            .map_err(failed)?;
    }
    Ok(number)
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
