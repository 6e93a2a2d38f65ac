use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension as _};
use wangge_domain::control::ControlRow;
use wangge_domain::lifecycle::Status;
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::{DeviceId, Digest, RecordId, StreamId, TenantId, Timestamp, UserId};
use wangge_protocol::{
    Anchor, Cursor, Envelope, EnvelopeId, OwnPrefix, PageProof, PublicKey, Row, SignedExtension,
    SignedLease,
};
use wangge_sync_engine::store::{
    AnchorMemory, ChainTip, ClientCommit, ClientStore, Draft, Identity, KnownRecord,
    PendingEnvelope, StoreError, StoredRecord, StreamCheck,
};

use super::codec::{digest, read_cbor, stream_id, unsigned};
use super::{Database, DbError, ahead, checks, commit, log, numbers, outbox, proofs, settings};

impl ClientStore for Database {
    fn identity(&self) -> Result<Option<Identity>, StoreError> {
        Ok(self.read(identity)?)
    }

    fn lease(&self, digest: &Digest) -> Result<Option<SignedLease>, StoreError> {
        Ok(self.read(|connection| lease(connection, digest))?)
    }

    fn lease_extension(&self) -> Result<Option<SignedExtension>, StoreError> {
        let Some(held) = self.read(identity)? else {
            return Ok(None);
        };
        Ok(self.extension_of(&held.lease)?.map(|(signed, _)| signed))
    }

    fn cursors(&self) -> Result<Vec<Cursor>, StoreError> {
        Ok(self.read(log::cursors)?)
    }

    fn chain_tip(&self, stream: StreamId) -> Result<ChainTip, StoreError> {
        Ok(self.read(|connection| outbox::chain_tip(connection, stream))?)
    }

    fn anchor(&self) -> Result<Option<AnchorMemory>, StoreError> {
        Ok(self.read(anchor)?)
    }

    fn record(&self, record: RecordId) -> Result<Option<StoredRecord>, StoreError> {
        Ok(self.read(|connection| stored_record(connection, record))?)
    }

    fn records_on(
        &self,
        premises: RecordId,
        kind: &RecordKind,
    ) -> Result<Vec<RecordId>, StoreError> {
        Ok(self.hanging_on(premises, kind)?)
    }

    fn records_standing(
        &self,
        kind: &RecordKind,
        status: &Status,
    ) -> Result<Vec<RecordId>, StoreError> {
        Ok(self.cases_standing(kind, status)?)
    }

    fn photos_of_file(&self, original: &Digest) -> Result<Vec<RecordId>, StoreError> {
        Ok(self.photos_with_original(*original)?)
    }

    fn rows_of(&self, record: RecordId) -> Result<Vec<Row>, StoreError> {
        Ok(self.read(|connection| log::rows_of(connection, record))?)
    }

    fn rows_after(&self, stream: StreamId, seq: u64, limit: usize) -> Result<Vec<Row>, StoreError> {
        Ok(self.read(|connection| log::rows_after(connection, stream, seq, limit))?)
    }

    fn ahead_rows(&self, stream: StreamId, places: (u64, u64)) -> Result<Vec<Row>, StoreError> {
        Ok(self.read(|connection| ahead::between(connection, stream, places))?)
    }

    fn ahead_marks(&self) -> Result<BTreeMap<StreamId, u64>, StoreError> {
        Ok(self.read(ahead::marks)?)
    }

    fn stream_heads(
        &self,
        stream: StreamId,
    ) -> Result<BTreeMap<RecordId, Vec<Digest>>, StoreError> {
        Ok(self.read(|connection| checks::heads(connection, stream))?)
    }

    fn stream_checks(&self) -> Result<BTreeMap<StreamId, StreamCheck>, StoreError> {
        Ok(self.read(checks::all)?)
    }

    fn page_proofs(&self, stream: StreamId, seq: u64) -> Result<Vec<PageProof>, StoreError> {
        Ok(self.read(|connection| proofs::after(connection, stream, seq))?)
    }

    fn pending_of(&self, record: RecordId) -> Result<Vec<PendingEnvelope>, StoreError> {
        Ok(self.read(|connection| outbox::pending_of(connection, record))?)
    }

    fn known(&self, record: RecordId) -> Result<KnownRecord, StoreError> {
        Ok(self.read(|connection| {
            // Of most records of a first pull nothing is known at all.
            if numbers::record(connection, record)?.is_none() {
                return Ok(KnownRecord::default());
            }
            let stored = stored_record(connection, record)?;
            let rows = match stored {
                Some(_) => log::rows_of(connection, record)?,
                None => Vec::new(),
            };
            Ok(KnownRecord {
                stored,
                rows,
                pending: outbox::pending_of(connection, record)?,
                draft: outbox::draft(connection, record)?,
            })
        })?)
    }

    fn outbox(&self, limit: usize) -> Result<Vec<PendingEnvelope>, StoreError> {
        Ok(self.read(|connection| outbox::outbox(connection, limit))?)
    }

    fn outbox_len(&self) -> Result<u64, StoreError> {
        Ok(self.read(outbox::outbox_len)?)
    }

    fn own_envelope(&self, id: &EnvelopeId) -> Result<Option<Envelope>, StoreError> {
        Ok(self.read_one(|connection| outbox::own_envelope(connection, id))?)
    }

    fn own_by_prefix(&self, prefix: &OwnPrefix) -> Result<Option<Envelope>, StoreError> {
        Ok(self.read_one(|connection| outbox::own_by_prefix(connection, prefix))?)
    }

    fn draft(&self, record: RecordId) -> Result<Option<Draft>, StoreError> {
        Ok(self.read(|connection| outbox::draft(connection, record))?)
    }

    fn drafts(&self, limit: usize) -> Result<Vec<Draft>, StoreError> {
        Ok(self.read(|connection| outbox::drafts(connection, limit))?)
    }

    fn control_rows(&self) -> Result<Vec<ControlRow>, StoreError> {
        Ok(self.read(log::control_rows)?)
    }

    fn commit(&self, commit: ClientCommit) -> Result<(), StoreError> {
        let mut commit = commit;
        if planted!(CommitInTwo) {
            let records = std::mem::take(&mut commit.records);
            let first = ClientCommit {
                records,
                ..ClientCommit::default()
            };
            self.write(move |tx| commit::apply(tx, &first))?;
        }
        let commit = Arc::new(commit);
        let done = self.write(move |tx| commit::apply(tx, &commit));
        if planted!(AckFailedCommit) {
            return Ok(());
        }
        Ok(done?)
    }
}

impl Database {
    /// Writes who this device is, after an enrollment, with settings in the same transaction.
    pub(crate) fn enroll(
        &self,
        identity: Identity,
        values: Vec<(&'static str, Vec<u8>)>,
    ) -> Result<(), DbError> {
        self.write(move |tx| {
            commit::set_identity(tx, &identity)?;
            values
                .iter()
                .try_for_each(|(name, value)| settings::set(tx, name, value))
        })
    }

    /// Believes these service keys no longer（吊销服务密钥）, and keeps the list that says so under a name.
    pub(crate) fn revoke_service_keys(
        &self,
        keys: Vec<PublicKey>,
        (name, list): (&'static str, Vec<u8>),
    ) -> Result<(), DbError> {
        self.write(move |tx| {
            for key in &keys {
                tx.execute("DELETE FROM service_key WHERE key = ?1", [key.0])?;
            }
            settings::set(tx, name, &list)
        })
    }

    /// The relay's clock at the last exchange.
    pub(crate) fn synced_at(&self) -> Result<Option<Timestamp>, DbError> {
        let bytes = self.setting(commit::SYNCED_AT)?;
        let bytes = bytes.and_then(|bytes| bytes.try_into().ok());
        Ok(bytes.map(|bytes| Timestamp(i64::from_be_bytes(bytes))))
    }

    /// Content of a record to show, with its stream and kind, without folding its lifecycle.
    pub(crate) fn content(
        &self,
        record: RecordId,
    ) -> Result<Option<(StreamId, RecordKind, Content)>, DbError> {
        self.read(|connection| {
            let found = connection
                .prepare_cached(
                    "SELECT s.id AS stream, r.kind, r.content FROM record r \
                     JOIN record_number n ON n.number = r.number \
                     JOIN stream s ON s.number = r.stream WHERE n.id = ?1",
                )?
                .query_row([record.as_bytes()], |row| {
                    Ok((
                        stream_id(row, "stream")?,
                        row.get::<_, String>("kind")?,
                        row.get::<_, Vec<u8>>("content")?,
                    ))
                })
                .optional()?;
            found
                .map(|(stream, kind, content)| {
                    Ok((
                        stream,
                        RecordKind::from(kind),
                        read_cbor("content", &content)?,
                    ))
                })
                .transpose()
        })
    }
}

pub(super) fn identity(connection: &Connection) -> Result<Option<Identity>, DbError> {
    let sql = "SELECT tenant, user, device, incarnation, lease, root_key FROM identity";
    let head = connection
        .prepare_cached(sql)?
        .query_row([], |row| {
            Ok((
                TenantId::from_bytes(row.get("tenant")?),
                UserId::from_bytes(row.get("user")?),
                DeviceId::from_bytes(row.get("device")?),
                row.get("incarnation")?,
                row.get::<_, Vec<u8>>("lease")?,
                PublicKey(row.get("root_key")?),
            ))
        })
        .optional()?;
    let Some((tenant, user, device, incarnation, lease, root_key)) = head else {
        return Ok(None);
    };
    let mut statement = connection.prepare_cached("SELECT key FROM service_key ORDER BY key")?;
    let service_keys = statement
        .query_map([], |row| row.get(0).map(PublicKey))?
        .collect::<Result<Vec<_>, _>>()?;
    let lease = read_cbor("lease", &lease)?;
    Ok(Some(Identity {
        tenant,
        user,
        device,
        incarnation,
        lease,
        root_key,
        service_keys,
    }))
}

fn lease(connection: &Connection, digest: &Digest) -> Result<Option<SignedLease>, DbError> {
    let bytes: Option<Vec<u8>> = connection
        .query_row(
            "SELECT lease FROM lease WHERE digest = ?1",
            [digest.0],
            |row| row.get(0),
        )
        .optional()?;
    bytes.map(|bytes| read_cbor("lease", &bytes)).transpose()
}

fn anchor(connection: &Connection) -> Result<Option<AnchorMemory>, DbError> {
    let sql = "SELECT stream, epoch, seq, chain, boot_id, monotonic_ms, carried_ms FROM anchor";
    Ok(connection
        .prepare_cached(sql)?
        .query_row([], |row| {
            Ok(AnchorMemory {
                anchor: Anchor {
                    stream: stream_id(row, "stream")?,
                    epoch: row.get("epoch")?,
                    seq: unsigned(row, "seq")?,
                    chain: digest(row, "chain")?,
                },
                boot_id: unsigned(row, "boot_id")?,
                monotonic_ms: unsigned(row, "monotonic_ms")?,
                carried_ms: unsigned(row, "carried_ms")?,
            })
        })
        .optional()?)
}

fn stored_record(
    connection: &Connection,
    record: RecordId,
) -> Result<Option<StoredRecord>, DbError> {
    Ok(connection
        .prepare_cached(
            "SELECT s.id AS stream, r.kind, r.document, r.last_seq FROM record r \
             JOIN record_number n ON n.number = r.number \
             JOIN stream s ON s.number = r.stream WHERE n.id = ?1",
        )?
        .query_row([record.as_bytes()], |row| {
            Ok(StoredRecord {
                stream: stream_id(row, "stream")?,
                kind: RecordKind::from(row.get::<_, String>("kind")?),
                document: row.get("document")?,
                last_seq: unsigned(row, "last_seq")?,
            })
        })
        .optional()?)
}
