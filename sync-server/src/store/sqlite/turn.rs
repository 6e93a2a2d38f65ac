use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension as _, Params};
use wangge_domain::control::ControlRow;
use wangge_domain::lifecycle::{SeriesKey, Status};
use wangge_domain::record::RecordKind;
use wangge_domain::{DeviceId, Digest, RecordId, StreamId, TenantId, Timestamp, UserId};
use wangge_protocol::{
    BlobHashes, ChainHash, EnvelopeId, PublicKey, Refusal, Row, Signature, SignedLease,
};
use wangge_sync_engine::document_heads;
use wangge_sync_engine::relay::control_rows_of;
use wangge_sync_engine::store::{
    QuarantineEntry, RelayCommit, RelayRecord, RelayStore, StoreError, StreamHead,
};

use super::commit::{apply, last_number};
use super::convert::{
    corrupt, digest, failed, from_sql, record as record_id, stream as stream_id, u32_from,
};
use super::readers::Reader;
use super::rows::{ROW_COLUMNS, raw_row};
use super::writer::Writer;
use crate::store::row_codec::{decode_envelope, place, refusal, seq_of};

/// One turn of a tenant. Reads see the moment of the first read since it began or committed.
pub(super) struct SqliteTurn {
    tenant: TenantId,
    number: i64,
    reader: Reader,
    writer: Arc<Writer>,
}

impl SqliteTurn {
    pub(super) fn begin(
        tenant: TenantId,
        number: i64,
        reader: Reader,
        writer: Arc<Writer>,
    ) -> Result<Self, StoreError> {
        reader.execute_batch("BEGIN").map_err(failed)?;
        Ok(Self {
            tenant,
            number,
            reader,
            writer,
        })
    }

    fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        let mut statement = self.reader.prepare_cached(sql).map_err(failed)?;
        statement.query_row(params, read).optional().map_err(failed)
    }

    fn stream_number(&self, stream: StreamId) -> Result<Option<i64>, StoreError> {
        stream_number(&self.reader, self.number, stream)
    }

    fn rows(
        &self,
        sql: &str,
        params: impl Params,
        limit_bytes: usize,
    ) -> Result<Vec<Row>, StoreError> {
        let mut statement = self.reader.prepare_cached(sql).map_err(failed)?;
        let mut found = statement.query(params).map_err(failed)?;
        let (mut rows, mut bytes) = (Vec::new(), 0_usize);
        while let Some(row) = found.next().map_err(failed)? {
            let raw = raw_row(row).map_err(failed)?;
            bytes = bytes.saturating_add(raw.size());
            rows.push(raw.open()?);
            if bytes >= limit_bytes {
                break;
            }
        }
        Ok(rows)
    }
}

/// The short number of a stream; `None`: it has no row yet.
pub(super) fn stream_number(
    connection: &Connection,
    tenant: i64,
    stream: StreamId,
) -> Result<Option<i64>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT number FROM stream WHERE tenant = ?1 AND stream = ?2")
        .map_err(failed)?;
    statement
        .query_row((tenant, stream.as_bytes()), |row| row.get(0))
        .optional()
        .map_err(failed)
}

/// The head of a stream.
pub(super) fn read_head(
    connection: &Connection,
    tenant: i64,
    stream: StreamId,
) -> Result<Option<StreamHead>, StoreError> {
    let mut statement = connection
        .prepare_cached(
            "SELECT epoch, seq, chain_hash, received_at FROM stream
             WHERE tenant = ?1 AND stream = ?2",
        )
        .map_err(failed)?;
    let found: Option<(i64, i64, Vec<u8>, i64)> = statement
        .query_row((tenant, stream.as_bytes()), |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .optional()
        .map_err(failed)?;
    found
        .map(|(epoch, seq, chain, received_at)| {
            Ok(StreamHead {
                epoch: u32_from(epoch),
                seq: from_sql(seq),
                chain: digest(&chain)?,
                received_at: Timestamp(received_at),
            })
        })
        .transpose()
}

impl RelayStore for SqliteTurn {
    fn head(&self, stream: StreamId) -> Result<Option<StreamHead>, StoreError> {
        read_head(&self.reader, self.number, stream)
    }

    fn point(
        &self,
        stream: StreamId,
        seq: u64,
    ) -> Result<Option<(u32, ChainHash, Timestamp)>, StoreError> {
        let Some(number) = self.stream_number(stream)? else {
            return Ok(None);
        };
        let Some(place) = place(number, seq).filter(|_| seq > 0) else {
            return Ok(None);
        };
        let found: Option<(i64, Vec<u8>, i64)> = self.one(
            "SELECT epoch, chain_hash, received_at FROM log WHERE place = ?1",
            [place],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        found
            .map(|(epoch, chain, at)| Ok((u32_from(epoch), digest(&chain)?, Timestamp(at))))
            .transpose()
    }

    fn rows_after(
        &self,
        stream: StreamId,
        seq: u64,
        limit_bytes: usize,
    ) -> Result<Vec<Row>, StoreError> {
        let Some(number) = self.stream_number(stream)? else {
            return Ok(Vec::new());
        };
        let Some(after) = place(number, seq) else {
            return Ok(Vec::new());
        };
        let last = place(number + 1, 0).unwrap_or(i64::MAX);
        let sql =
            format!("SELECT {ROW_COLUMNS} FROM log WHERE place > ?1 AND place < ?2 ORDER BY place");
        self.rows(&sql, (after, last), limit_bytes)
    }

    fn place_of(
        &self,
        envelope: &EnvelopeId,
    ) -> Result<Option<(StreamId, Result<u64, Refusal>)>, StoreError> {
        // An accepted row comes before the stub of the same envelope.
        let found: Option<(i64, bool, Option<String>, Vec<u8>)> = self.one(
            "SELECT log.place, log.is_stub, log.reason, stream.stream
             FROM log JOIN chain ON chain.number = log.author
             JOIN stream ON stream.number = chain.stream
             WHERE log.envelope = ?1 AND log.tenant = ?2 ORDER BY log.is_stub LIMIT 1",
            (&envelope.0, self.number),
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )?;
        if let Some((place, is_stub, reason, stream)) = found {
            let at = if is_stub {
                Err(refusal(reason.as_deref().unwrap_or_default())?)
            } else {
                Ok(seq_of(place))
            };
            return Ok(Some((stream_id(&stream)?, at)));
        }
        let apart: Option<(Vec<u8>, String)> = self.one(
            "SELECT stream, reason FROM quarantine WHERE tenant = ?1 AND envelope = ?2",
            (self.number, &envelope.0),
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        apart
            .map(|(stream, reason)| Ok((stream_id(&stream)?, Err(refusal(&reason)?))))
            .transpose()
    }

    fn record(&self, record: RecordId) -> Result<Option<RelayRecord>, StoreError> {
        let found: Option<(Vec<u8>, String, i64, Vec<u8>)> = self.one(
            "SELECT stream.stream, record.kind, record.last_seq, document.bytes
             FROM record JOIN stream ON stream.number = record.stream
             JOIN document ON document.number = record.number
             WHERE record.tenant = ?1 AND record.record = ?2",
            (self.number, record.as_bytes()),
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )?;
        found
            .map(|(stream, kind, last_seq, document)| {
                Ok(RelayRecord {
                    stream: stream_id(&stream)?,
                    kind: RecordKind::from(kind),
                    document,
                    last_seq: from_sql(last_seq),
                })
            })
            .transpose()
    }

    fn records_on(
        &self,
        premises: RecordId,
        kind: &RecordKind,
    ) -> Result<Vec<RecordId>, StoreError> {
        let mut statement = self
            .reader
            .prepare_cached(
                "SELECT record FROM record WHERE tenant = ?1 AND premises = ?2 AND +kind = ?3",
            )
            .map_err(failed)?;
        let rows = statement
            .query_map((self.number, premises.as_bytes(), kind.as_str()), |row| {
                row.get::<_, Vec<u8>>(0)
            })
            .map_err(failed)?;
        rows.map(|row| record_id(&row.map_err(failed)?)).collect()
    }

    fn records_standing(
        &self,
        kind: &RecordKind,
        status: &Status,
    ) -> Result<Vec<RecordId>, StoreError> {
        let mut statement = self
            .reader
            .prepare_cached(
                "SELECT record FROM record WHERE tenant = ?1 AND kind = ?2 AND status = ?3",
            )
            .map_err(failed)?;
        let rows = statement
            .query_map((self.number, kind.as_str(), status.as_str()), |row| {
                row.get::<_, Vec<u8>>(0)
            })
            .map_err(failed)?;
        rows.map(|row| record_id(&row.map_err(failed)?)).collect()
    }

    fn photos_of_file(&self, original: &Digest) -> Result<Vec<RecordId>, StoreError> {
        let mut statement = self
            .reader
            .prepare_cached(
                "SELECT DISTINCT record FROM blob_reference
                 WHERE tenant = ?1 AND digest = ?2 AND role = 0",
            )
            .map_err(failed)?;
        let rows = statement
            .query_map((self.number, &original.0), |row| row.get::<_, Vec<u8>>(0))
            .map_err(failed)?;
        rows.map(|row| record_id(&row.map_err(failed)?)).collect()
    }

    fn event_rows_of(&self, record: RecordId) -> Result<Vec<Row>, StoreError> {
        let sql = format!(
            "SELECT {ROW_COLUMNS} FROM log
             WHERE record = ?1 AND has_events = 1 AND tenant = ?2 ORDER BY place"
        );
        self.rows(&sql, (record.as_bytes(), self.number), usize::MAX)
    }

    fn rows_of(&self, record: RecordId) -> Result<Vec<Row>, StoreError> {
        // No index: only the log of its grid is looked through, up to its last row. The places of
        // a log lie together.
        let sql = format!(
            "SELECT {ROW_COLUMNS} FROM log
             WHERE record = ?1 AND tenant = ?2
             AND place > (SELECT record.stream << 40 FROM record
                 WHERE record.tenant = ?2 AND record.record = ?1)
             AND place <= (SELECT (record.stream << 40) + record.last_seq FROM record
                 WHERE record.tenant = ?2 AND record.record = ?1)
             ORDER BY place"
        );
        self.rows(&sql, (record.as_bytes(), self.number), usize::MAX)
    }

    fn newest_rows(
        &self,
        stream: StreamId,
        after: u64,
        (from, until): (u64, u64),
    ) -> Result<Vec<Row>, StoreError> {
        let Some(number) = self.stream_number(stream)? else {
            return Ok(Vec::new());
        };
        let places = (
            place(number, after),
            place(number, from),
            place(number, until),
        );
        let (Some(after), Some(from), Some(until)) = places else {
            return Ok(Vec::new());
        };
        // As with `rows_of`, the log of one grid is looked through.
        let sql = format!(
            "WITH newest AS (
                SELECT record.record, record.premises FROM record
                WHERE record.tenant = ?5 AND record.stream = ?4
                AND (record.stream << 40) + record.last_seq > ?2
                AND (record.stream << 40) + record.last_seq <= ?3
                AND record.record IN
                    (SELECT log.record FROM log WHERE log.place > ?2 AND log.place <= ?3))
             SELECT {ROW_COLUMNS} FROM log
             WHERE log.place > ?1 AND log.place <= ?3 AND log.is_stub = 0
             AND log.record IN (
                SELECT newest.record FROM newest UNION
                SELECT file.record FROM newest JOIN record file
                ON file.tenant = ?5 AND file.record = newest.premises
                AND file.stream = ?4
                AND (file.stream << 40) + file.last_seq <= ?3)
             ORDER BY log.place"
        );
        self.rows(&sql, (after, from, until, number, self.number), usize::MAX)
    }

    fn blobs_of(&self, record: RecordId) -> Result<Vec<BlobHashes>, StoreError> {
        let mut statement = self
            .reader
            .prepare_cached(
                "SELECT original, view, thumbnail FROM blob_set
                 WHERE tenant = ?1 AND record = ?2 ORDER BY number",
            )
            .map_err(failed)?;
        let mut rows = statement
            .query((self.number, record.as_bytes()))
            .map_err(failed)?;
        let mut blobs = Vec::new();
        while let Some(row) = rows.next().map_err(failed)? {
            let hash = |index: usize| digest(&row.get::<_, Vec<u8>>(index).map_err(failed)?);
            blobs.push(BlobHashes {
                original: hash(0)?,
                view: hash(1)?,
                thumbnail: hash(2)?,
            });
        }
        Ok(blobs)
    }

    fn stream_heads(
        &self,
        stream: StreamId,
    ) -> Result<BTreeMap<RecordId, Vec<Digest>>, StoreError> {
        let Some(number) = self.stream_number(stream)? else {
            return Ok(BTreeMap::new());
        };
        let mut statement = self
            .reader
            .prepare_cached(
                "SELECT record.record, document.bytes FROM record
                 LEFT JOIN document ON document.number = record.number
                 WHERE record.tenant = ?1 AND record.stream = ?2",
            )
            .map_err(failed)?;
        let mut rows = statement.query((self.number, number)).map_err(failed)?;
        let mut heads = BTreeMap::new();
        while let Some(row) = rows.next().map_err(failed)? {
            let record: Vec<u8> = row.get(0).map_err(failed)?;
            let document: Option<Vec<u8>> = row.get(1).map_err(failed)?;
            let of_document = document.map_or_else(Vec::new, |bytes| document_heads(&bytes));
            heads.insert(record_id(&record)?, of_document);
        }
        Ok(heads)
    }

    fn chain_tip(
        &self,
        stream: StreamId,
        device: DeviceId,
        user: UserId,
    ) -> Result<Option<(u64, EnvelopeId)>, StoreError> {
        let Some(number) = self.stream_number(stream)? else {
            return Ok(None);
        };
        let found: Option<(i64, Vec<u8>)> = self.one(
            "SELECT seq, envelope FROM chain WHERE stream = ?1 AND device = ?2 AND user = ?3",
            (number, device.as_bytes(), user.as_bytes()),
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        found
            .map(|(seq, envelope)| Ok((from_sql(seq), digest(&envelope)?)))
            .transpose()
    }

    fn chain_at(
        &self,
        stream: StreamId,
        device: DeviceId,
        user: UserId,
        device_seq: u64,
    ) -> Result<Option<EnvelopeId>, StoreError> {
        let Ok(device_seq) = i64::try_from(device_seq) else {
            return Ok(None);
        };
        let logged: Option<Vec<u8>> = self.one(
            "SELECT log.envelope FROM stream
             JOIN chain ON chain.stream = stream.number AND chain.device = ?3 AND chain.user = ?4
             JOIN log ON log.author = chain.number AND log.author_seq = ?5
             WHERE stream.tenant = ?1 AND stream.stream = ?2 ORDER BY log.place LIMIT 1",
            (
                self.number,
                stream.as_bytes(),
                device.as_bytes(),
                user.as_bytes(),
                device_seq,
            ),
            |row| row.get(0),
        )?;
        let found = match logged {
            Some(found) => Some(found),
            None => self.one(
                "SELECT envelope FROM quarantine
                 WHERE tenant = ?1 AND stream = ?2 AND device = ?3 AND user = ?4
                   AND device_seq = ?5 ORDER BY number LIMIT 1",
                (
                    self.number,
                    stream.as_bytes(),
                    device.as_bytes(),
                    user.as_bytes(),
                    device_seq,
                ),
                |row| row.get(0),
            )?,
        };
        found.map(|envelope: Vec<u8>| digest(&envelope)).transpose()
    }

    fn set_apart_of(&self, record: RecordId) -> Result<Vec<QuarantineEntry>, StoreError> {
        let mut statement = self
            .reader
            .prepare_cached(
                "SELECT stream, reason, is_final, received_at, bytes FROM quarantine
                 WHERE tenant = ?1 AND record = ?2 AND bytes IS NOT NULL
                   AND NOT EXISTS (SELECT 1 FROM log WHERE log.envelope = quarantine.envelope
                                   AND log.tenant = ?1 AND log.is_stub = 0)
                 ORDER BY number",
            )
            .map_err(failed)?;
        let mut rows = statement
            .query((self.number, record.as_bytes()))
            .map_err(failed)?;
        let mut entries = Vec::new();
        while let Some(row) = rows.next().map_err(failed)? {
            let stream: Vec<u8> = row.get(0).map_err(failed)?;
            let reason: String = row.get(1).map_err(failed)?;
            let bytes: Vec<u8> = row.get(4).map_err(failed)?;
            entries.push(QuarantineEntry {
                stream: stream_id(&stream)?,
                envelope: decode_envelope(&bytes)?,
                reason: refusal(&reason)?,
                is_final: row.get(2).map_err(failed)?,
                received_at: Timestamp(row.get(3).map_err(failed)?),
            });
        }
        Ok(entries)
    }

    fn lease(&self, of: &Digest) -> Result<Option<SignedLease>, StoreError> {
        let found: Option<(Vec<u8>, Vec<u8>, Vec<u8>)> = self.one(
            "SELECT relay_key, signature, bytes FROM lease WHERE tenant = ?1 AND digest = ?2",
            (self.number, &of.0),
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        found
            .map(|(key, signature, bytes)| {
                let signature: [u8; 64] = signature
                    .as_slice()
                    .try_into()
                    .map_err(|_| corrupt("a signature has not 64 bytes"))?;
                Ok(SignedLease {
                    bytes,
                    relay_key: PublicKey(digest(&key)?.0),
                    signature: Signature(signature),
                })
            })
            .transpose()
    }

    fn blobs_held(&self, digests: &[Digest]) -> Result<BTreeMap<Digest, bool>, StoreError> {
        let mut statement = self
            .reader
            .prepare_cached("SELECT 1 FROM blob WHERE tenant = ?1 AND digest = ?2")
            .map_err(failed)?;
        let mut held = BTreeMap::new();
        for one in digests {
            held.insert(
                *one,
                statement.exists((self.number, &one.0)).map_err(failed)?,
            );
        }
        Ok(held)
    }

    fn last_number(&self, series: &SeriesKey) -> Result<u32, StoreError> {
        last_number(&self.reader, self.number, series)
    }

    fn number_owner(
        &self,
        series: &SeriesKey,
        number: u32,
    ) -> Result<Option<EnvelopeId>, StoreError> {
        let found: Option<Vec<u8>> = self.one(
            "SELECT envelope FROM document_number WHERE tenant = ?1 AND issuer = ?2
             AND document = ?3 AND year = ?4 AND number = ?5",
            (
                self.number,
                &series.issuer,
                &series.document,
                series.year,
                number,
            ),
            |row| row.get(0),
        )?;
        found.map(|bytes| digest(&bytes)).transpose()
    }

    fn provisional_owner(&self, text: &str) -> Result<Option<EnvelopeId>, StoreError> {
        let found: Option<Vec<u8>> = self.one(
            "SELECT envelope FROM provisional_number
             WHERE tenant = ?1 AND text = ?2 AND void NOT LIKE 'apart:%'",
            (self.number, text),
            |row| row.get(0),
        )?;
        found.map(|bytes| digest(&bytes)).transpose()
    }

    fn control_rows_after(&self, seq: u64) -> Result<Vec<ControlRow>, StoreError> {
        let rows = self.rows_after(StreamId::control(self.tenant), seq, usize::MAX)?;
        Ok(rows.iter().flat_map(control_rows_of).collect())
    }

    fn commit(&self, commit: RelayCommit) -> Result<(), StoreError> {
        // The turn's view ends here: what is read next is the new state.
        self.reader.execute_batch("COMMIT").map_err(failed)?;
        let tenant = self.number;
        let done = self
            .writer
            .write(move |connection| apply(connection, tenant, &commit));
        self.reader.execute_batch("BEGIN").map_err(failed)?;
        done
    }
}
