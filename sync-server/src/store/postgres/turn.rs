use std::collections::BTreeMap;

use tokio_postgres::Row as SqlRow;
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
    corrupt, digest, from_sql, record as record_id, stream as stream_id, u32_from,
};
use super::listen::{payload, tell_sql};
use super::pool::Loan;
use super::rows::{ROW_COLUMNS, open_row, size};
use super::session::{Param, column};
use crate::store::row_codec::{decode_envelope, place, refusal, seq_of};

/// Rows fetched for a page at first, and at most at a time: few where rows are large, and many
/// where a whole log is read.
const FETCHED: (i64, i64) = (64, 1_024);

/// Documents looked at together when the records of a whole log are compared.
const COMPARED: i64 = 512;

/// One turn of a tenant. Reads see the moment of the first read since it began or committed.
pub(super) struct PostgresTurn {
    tenant: TenantId,
    number: i64,
    instance: [u8; 16],
    session: Loan,
}

impl PostgresTurn {
    pub(super) fn begin(
        tenant: TenantId,
        number: i64,
        instance: [u8; 16],
        session: Loan,
    ) -> Result<Self, StoreError> {
        session.speak_for(number)?;
        Ok(Self {
            tenant,
            number,
            instance,
            session,
        })
    }

    /// The connection, within the transaction whose reads see one moment.
    fn view(&self) -> Result<&Loan, StoreError> {
        if !self.session.is_open() {
            self.session.begin("REPEATABLE READ READ ONLY")?;
        }
        Ok(&self.session)
    }

    fn one(&self, sql: &str, values: &[Param<'_>]) -> Result<Option<SqlRow>, StoreError> {
        self.view()?.first(sql, values)
    }

    fn stream_number(&self, stream: StreamId) -> Result<Option<i64>, StoreError> {
        self.one(
            "SELECT number FROM stream WHERE tenant = $1 AND stream = $2",
            &[&self.number, &stream.as_bytes().as_slice()],
        )?
        .map(|row| column(&row, 0))
        .transpose()
    }

    /// Tells the others of new heads. A hint: who misses it asks anyway.
    fn tell(&self, heads: &BTreeMap<StreamId, u64>) {
        let payloads: Vec<String> = heads
            .iter()
            .map(|(stream, head)| payload(self.tenant, &self.instance, *stream, *head))
            .collect();
        if payloads.is_empty() {
            return;
        }
        if let Err(error) = self.session.batch(&tell_sql(&payloads)) {
            tracing::warn!(error = %error, "other relays were not told of a new head");
        }
    }
}

/// The head of a stream, out of epoch, seq, chain and receive time from a column on.
pub(super) fn open_head(row: &SqlRow, from: usize) -> Result<StreamHead, StoreError> {
    Ok(StreamHead {
        epoch: u32_from(column(row, from)?),
        seq: from_sql(column(row, from + 1)?),
        chain: digest(column(row, from + 2)?)?,
        received_at: Timestamp(column(row, from + 3)?),
    })
}

impl RelayStore for PostgresTurn {
    fn head(&self, stream: StreamId) -> Result<Option<StreamHead>, StoreError> {
        self.one(
            "SELECT epoch, seq, chain_hash, received_at FROM stream
             WHERE tenant = $1 AND stream = $2",
            &[&self.number, &stream.as_bytes().as_slice()],
        )?
        .map(|row| open_head(&row, 0))
        .transpose()
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
        self.one(
            "SELECT epoch, chain_hash, received_at FROM log WHERE place = $1",
            &[&place],
        )?
        .map(|row| {
            let chain = digest(column(&row, 1)?)?;
            Ok((
                u32_from(column(&row, 0)?),
                chain,
                Timestamp(column(&row, 2)?),
            ))
        })
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
        let Some(mut after) = place(number, seq) else {
            return Ok(Vec::new());
        };
        let last = place(number + 1, 0).unwrap_or(i64::MAX);
        let sql = format!(
            "SELECT {ROW_COLUMNS} FROM log WHERE place > $1 AND place < $2 ORDER BY place LIMIT $3"
        );
        // One row may be asked for by a limit that any row exceeds.
        let mut fetched = if limit_bytes <= 1 { 1 } else { FETCHED.0 };
        let (mut rows, mut bytes) = (Vec::new(), 0_usize);
        loop {
            let found = self.view()?.query(&sql, &[&after, &last, &fetched])?;
            for row in &found {
                bytes = bytes.saturating_add(size(row)?);
                rows.push(open_row(row)?);
                if bytes >= limit_bytes {
                    return Ok(rows);
                }
                after = column(row, 0)?;
            }
            if found.len() < usize::try_from(fetched).unwrap_or(usize::MAX) {
                return Ok(rows);
            }
            fetched = (fetched * 4).clamp(FETCHED.0, FETCHED.1);
        }
    }

    fn place_of(
        &self,
        envelope: &EnvelopeId,
    ) -> Result<Option<(StreamId, Result<u64, Refusal>)>, StoreError> {
        // An accepted row comes before the stub of the same envelope.
        let found = self.one(
            "SELECT log.place, log.is_stub, log.reason, stream.stream
             FROM log JOIN chain ON chain.number = log.author
             JOIN stream ON stream.number = chain.stream
             WHERE log.envelope = $1 AND log.tenant = $2 ORDER BY log.is_stub LIMIT 1",
            &[&envelope.0.as_slice(), &self.number],
        )?;
        if let Some(row) = found {
            let is_stub: i64 = column(&row, 1)?;
            let at = if is_stub == 0 {
                Ok(seq_of(column(&row, 0)?))
            } else {
                let reason: Option<&str> = column(&row, 2)?;
                Err(refusal(reason.unwrap_or_default())?)
            };
            return Ok(Some((stream_id(column(&row, 3)?)?, at)));
        }
        self.one(
            "SELECT stream, reason FROM quarantine WHERE tenant = $1 AND envelope = $2",
            &[&self.number, &envelope.0.as_slice()],
        )?
        .map(|row| {
            Ok((
                stream_id(column(&row, 0)?)?,
                Err(refusal(column(&row, 1)?)?),
            ))
        })
        .transpose()
    }

    fn record(&self, record: RecordId) -> Result<Option<RelayRecord>, StoreError> {
        self.one(
            "SELECT stream.stream, record.kind, record.last_seq, document.bytes
             FROM record JOIN stream ON stream.number = record.stream
             JOIN document ON document.number = record.number
             WHERE record.tenant = $1 AND record.record = $2",
            &[&self.number, &record.as_bytes().as_slice()],
        )?
        .map(|row| {
            let kind: String = column(&row, 1)?;
            Ok(RelayRecord {
                stream: stream_id(column(&row, 0)?)?,
                kind: RecordKind::from(kind),
                document: column(&row, 3)?,
                last_seq: from_sql(column(&row, 2)?),
            })
        })
        .transpose()
    }

    fn records_on(
        &self,
        premises: RecordId,
        kind: &RecordKind,
    ) -> Result<Vec<RecordId>, StoreError> {
        let rows = self.view()?.query(
            "SELECT record FROM record WHERE tenant = $1 AND premises = $2 AND kind = $3",
            &[
                &self.number,
                &premises.as_bytes().as_slice(),
                &super::convert::text(kind.as_str()),
            ],
        )?;
        rows.iter().map(|row| record_id(column(row, 0)?)).collect()
    }

    fn records_standing(
        &self,
        kind: &RecordKind,
        status: &Status,
    ) -> Result<Vec<RecordId>, StoreError> {
        let rows = self.view()?.query(
            "SELECT record FROM record WHERE tenant = $1 AND kind = $2 AND status = $3",
            &[
                &self.number,
                &super::convert::text(kind.as_str()),
                &super::convert::text(status.as_str()),
            ],
        )?;
        rows.iter().map(|row| record_id(column(row, 0)?)).collect()
    }

    fn photos_of_file(&self, original: &Digest) -> Result<Vec<RecordId>, StoreError> {
        let rows = self.view()?.query(
            "SELECT DISTINCT record FROM blob_reference
             WHERE tenant = $1 AND digest = $2 AND role = 0",
            &[&self.number, &original.0.as_slice()],
        )?;
        rows.iter().map(|row| record_id(column(row, 0)?)).collect()
    }

    fn event_rows_of(&self, record: RecordId) -> Result<Vec<Row>, StoreError> {
        let sql = format!(
            "SELECT {ROW_COLUMNS} FROM log
             WHERE record = $1 AND has_events = 1 AND tenant = $2 ORDER BY place"
        );
        let values: [Param<'_>; 2] = [&record.as_bytes().as_slice(), &self.number];
        self.view()?
            .query(&sql, &values)?
            .iter()
            .map(open_row)
            .collect()
    }

    fn rows_of(&self, record: RecordId) -> Result<Vec<Row>, StoreError> {
        // No index: only the log of its grid is looked through, up to its last row. The places of
        // a log lie together.
        let sql = format!(
            "SELECT {ROW_COLUMNS} FROM log
             WHERE record = $1 AND tenant = $2
             AND place > (SELECT record.stream << 40 FROM record
                 WHERE record.tenant = $2 AND record.record = $1)
             AND place <= (SELECT (record.stream << 40) + record.last_seq FROM record
                 WHERE record.tenant = $2 AND record.record = $1)
             ORDER BY place"
        );
        let values: [Param<'_>; 2] = [&record.as_bytes().as_slice(), &self.number];
        self.view()?
            .query(&sql, &values)?
            .iter()
            .map(open_row)
            .collect()
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
                WHERE record.tenant = $5 AND record.stream = $4
                AND (record.stream << 40) + record.last_seq > $2
                AND (record.stream << 40) + record.last_seq <= $3
                AND record.record IN
                    (SELECT log.record FROM log WHERE log.place > $2 AND log.place <= $3))
             SELECT {ROW_COLUMNS} FROM log
             WHERE log.place > $1 AND log.place <= $3 AND log.is_stub = 0
             AND log.record IN (
                SELECT newest.record FROM newest UNION
                SELECT file.record FROM newest JOIN record file
                ON file.tenant = $5 AND file.record = newest.premises
                AND file.stream = $4
                AND (file.stream << 40) + file.last_seq <= $3)
             ORDER BY log.place"
        );
        let values: [Param<'_>; 5] = [&after, &from, &until, &number, &self.number];
        self.view()?
            .query(&sql, &values)?
            .iter()
            .map(open_row)
            .collect()
    }

    fn blobs_of(&self, record: RecordId) -> Result<Vec<BlobHashes>, StoreError> {
        let rows = self.view()?.query(
            "SELECT original, view, thumbnail FROM blob_set
             WHERE tenant = $1 AND record = $2 ORDER BY number",
            &[&self.number, &record.as_bytes().as_slice()],
        )?;
        rows.iter()
            .map(|row| {
                Ok(BlobHashes {
                    original: digest(column(row, 0)?)?,
                    view: digest(column(row, 1)?)?,
                    thumbnail: digest(column(row, 2)?)?,
                })
            })
            .collect()
    }

    fn stream_heads(
        &self,
        stream: StreamId,
    ) -> Result<BTreeMap<RecordId, Vec<Digest>>, StoreError> {
        let mut heads = BTreeMap::new();
        let Some(number) = self.stream_number(stream)? else {
            return Ok(heads);
        };
        let sql = "SELECT record.record, document.bytes FROM record
             LEFT JOIN document ON document.number = record.number
             WHERE record.tenant = $1 AND record.stream = $2 AND record.record > $3
             ORDER BY record.record LIMIT $4";
        let mut after: Vec<u8> = Vec::new();
        loop {
            let values: [Param<'_>; 4] = [&self.number, &number, &after.as_slice(), &COMPARED];
            let found = self.view()?.query(sql, &values)?;
            for row in &found {
                let document: Option<&[u8]> = column(row, 1)?;
                let of_document = document.map_or_else(Vec::new, document_heads);
                heads.insert(record_id(column(row, 0)?)?, of_document);
            }
            let Some(last) = found.last() else {
                return Ok(heads);
            };
            after = column::<&[u8]>(last, 0)?.to_vec();
        }
    }

    fn chain_tip(
        &self,
        stream: StreamId,
        device: DeviceId,
        user: UserId,
    ) -> Result<Option<(u64, EnvelopeId)>, StoreError> {
        self.one(
            "SELECT chain.seq, chain.envelope FROM stream JOIN chain ON chain.stream = stream.number
             WHERE stream.tenant = $1 AND stream.stream = $2
               AND chain.device = $3 AND chain.\"user\" = $4",
            &[
                &self.number,
                &stream.as_bytes().as_slice(),
                &device.as_bytes().as_slice(),
                &user.as_bytes().as_slice(),
            ],
        )?
        .map(|row| Ok((from_sql(column(&row, 0)?), digest(column(&row, 1)?)?)))
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
        let (stream, device, user) = (
            stream.as_bytes().as_slice(),
            device.as_bytes().as_slice(),
            user.as_bytes().as_slice(),
        );
        let values: [Param<'_>; 5] = [&self.number, &stream, &device, &user, &device_seq];
        let logged = self.one(
            "SELECT log.envelope FROM stream
             JOIN chain ON chain.stream = stream.number AND chain.device = $3 AND chain.\"user\" = $4
             JOIN log ON log.author = chain.number AND log.author_seq = $5
             WHERE stream.tenant = $1 AND stream.stream = $2 ORDER BY log.place LIMIT 1",
            &values,
        )?;
        let found = match logged {
            Some(found) => Some(found),
            None => self.one(
                "SELECT envelope FROM quarantine
                 WHERE tenant = $1 AND stream = $2 AND device = $3 AND \"user\" = $4
                   AND device_seq = $5 ORDER BY number LIMIT 1",
                &values,
            )?,
        };
        found.map(|row| digest(column(&row, 0)?)).transpose()
    }

    fn set_apart_of(&self, record: RecordId) -> Result<Vec<QuarantineEntry>, StoreError> {
        let rows = self.view()?.query(
            "SELECT stream, reason, is_final, received_at, bytes FROM quarantine
             WHERE tenant = $1 AND record = $2 AND bytes IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM log WHERE log.envelope = quarantine.envelope
                               AND log.tenant = $1 AND log.is_stub = 0)
             ORDER BY number",
            &[&self.number, &record.as_bytes().as_slice()],
        )?;
        rows.iter()
            .map(|row| {
                Ok(QuarantineEntry {
                    stream: stream_id(column(row, 0)?)?,
                    envelope: decode_envelope(column(row, 4)?)?,
                    reason: refusal(column(row, 1)?)?,
                    is_final: column::<i64>(row, 2)? != 0,
                    received_at: Timestamp(column(row, 3)?),
                })
            })
            .collect()
    }

    fn lease(&self, of: &Digest) -> Result<Option<SignedLease>, StoreError> {
        self.one(
            "SELECT relay_key, signature, bytes FROM lease WHERE tenant = $1 AND digest = $2",
            &[&self.number, &of.0.as_slice()],
        )?
        .map(|row| {
            let signature: [u8; 64] = column::<&[u8]>(&row, 1)?
                .try_into()
                .map_err(|_| corrupt("a signature has not 64 bytes"))?;
            Ok(SignedLease {
                bytes: column(&row, 2)?,
                relay_key: PublicKey(digest(column(&row, 0)?)?.0),
                signature: Signature(signature),
            })
        })
        .transpose()
    }

    fn blobs_held(&self, digests: &[Digest]) -> Result<BTreeMap<Digest, bool>, StoreError> {
        let mut held: BTreeMap<Digest, bool> = digests.iter().map(|one| (*one, false)).collect();
        if held.is_empty() {
            return Ok(held);
        }
        let asked: Vec<&[u8]> = digests.iter().map(|one| one.0.as_slice()).collect();
        let rows = self.view()?.query(
            "SELECT digest FROM blob WHERE tenant = $1 AND digest = ANY($2)",
            &[&self.number, &asked],
        )?;
        for row in rows {
            held.insert(digest(column(&row, 0)?)?, true);
        }
        Ok(held)
    }

    fn last_number(&self, series: &SeriesKey) -> Result<u32, StoreError> {
        last_number(self.view()?, self.number, series)
    }

    fn number_owner(
        &self,
        series: &SeriesKey,
        number: u32,
    ) -> Result<Option<EnvelopeId>, StoreError> {
        self.one(
            "SELECT envelope FROM document_number WHERE tenant = $1 AND issuer = $2
             AND document = $3 AND year = $4 AND number = $5",
            &[
                &self.number,
                &series.issuer,
                &series.document,
                &i64::from(series.year),
                &i64::from(number),
            ],
        )?
        .map(|row| digest(column(&row, 0)?))
        .transpose()
    }

    fn provisional_owner(&self, text: &str) -> Result<Option<EnvelopeId>, StoreError> {
        self.one(
            "SELECT envelope FROM provisional_number
             WHERE tenant = $1 AND text = $2 AND void NOT LIKE 'apart:%'",
            &[&self.number, &text],
        )?
        .map(|row| digest(column(&row, 0)?))
        .transpose()
    }

    fn control_rows_after(&self, seq: u64) -> Result<Vec<ControlRow>, StoreError> {
        let rows = self.rows_after(StreamId::control(self.tenant), seq, usize::MAX)?;
        Ok(rows.iter().flat_map(control_rows_of).collect())
    }

    fn commit(&self, commit: RelayCommit) -> Result<(), StoreError> {
        // The turn's view ends here: what is read next is the new state.
        let done = self
            .session
            .transaction(|session| apply(session, self.number, &commit));
        if done.is_ok() {
            let heads = commit.rows.iter().map(|row| (row.stream, row.row.seq));
            self.tell(&heads.collect());
        }
        done
    }
}
