//! What can still be read of a damaged database: unsent work, chain tips, photo keys.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::{Connection, OpenFlags, Row as SqlRow, Transaction};
use wangge_domain::StreamId;
use wangge_protocol::{Envelope, SignedLease};
use wangge_sync_engine::store::{ChainTip, Identity};

use super::codec::{digest, envelope, read_cbor, stream_id, unsigned};
use super::{Database, DatabaseKey, DbError, client_store, commit, connection, outbox};

/// One unsealed edit of a record that the new database does not hold yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SalvagedEdit {
    record: Vec<u8>,
    stream: Vec<u8>,
    kind: String,
    key: String,
    value: Vec<u8>,
}

/// What was read（抢救结果）.
#[derive(Clone, Debug, Default)]
pub(crate) struct Salvage {
    /// Who the device was, if that could be read.
    pub(crate) identity: Option<Identity>,
    /// Sealed envelopes that the relay never accepted.
    pub(crate) envelopes: Vec<Envelope>,
    /// Unsealed edits.
    pub(crate) edits: Vec<SalvagedEdit>,
    /// Ends of the own chains.
    tips: Vec<(StreamId, ChainTip)>,
    /// Named values: counters among them.
    settings: Vec<(String, Vec<u8>)>,
    /// Leases held before: envelopes cite them.
    leases: Vec<SignedLease>,
    /// Rows of the blob table, column by column.
    blobs: Vec<Vec<rusqlite::types::Value>>,
    /// False if some table broke off.
    pub(crate) complete: bool,
}

/// Reads what can be read. Never fails: a file that does not open yields nothing.
pub(crate) fn salvage(path: &Path, key: &DatabaseKey) -> Salvage {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
    let Ok(connection) = connection::open(path, key, flags) else {
        return Salvage::default();
    };
    let mut complete = true;
    let mut salvage = Salvage {
        identity: client_store::identity(&connection).ok().flatten(),
        ..Salvage::default()
    };
    let envelopes = both_ways(
        &connection,
        "SELECT seal_order, header, ops, seal FROM own_envelope \
         WHERE verdict <> 'accepted' ORDER BY seal_order",
        &mut complete,
        |row| {
            let ops: Vec<u8> = row.get("ops")?;
            let seal: Vec<u8> = row.get("seal")?;
            Ok((
                unsigned(row, "seal_order")?,
                envelope(row.get("header")?, &ops, &seal)?,
            ))
        },
    );
    salvage.envelopes = in_order(envelopes);
    let tips = both_ways(
        &connection,
        "SELECT t.stream AS number, s.id AS stream, t.seq, t.last FROM chain_tip t \
         JOIN stream s ON s.number = t.stream ORDER BY t.stream",
        &mut complete,
        |row| {
            let tip = ChainTip {
                seq: unsigned(row, "seq")?,
                last: digest(row, "last")?,
            };
            Ok((unsigned(row, "number")?, (stream_id(row, "stream")?, tip)))
        },
    );
    salvage.tips = in_order(tips);
    let edits = both_ways(
        &connection,
        "SELECT r.id AS record, s.id AS stream, d.kind, e.key, e.value FROM draft_edit e \
         JOIN draft d ON d.record = e.record JOIN record_number r ON r.number = d.record \
         JOIN stream s ON s.number = d.stream ORDER BY e.record, e.key",
        &mut complete,
        |row| {
            let edit = SalvagedEdit {
                record: row.get("record")?,
                stream: row.get("stream")?,
                kind: row.get("kind")?,
                key: row.get("key")?,
                value: row.get("value")?,
            };
            Ok(((edit.record.clone(), edit.key.clone()), edit))
        },
    );
    salvage.edits = in_order(edits);
    let earlier = both_ways(
        &connection,
        "SELECT record, stream, kind, key, value FROM salvaged_edit ORDER BY record, key",
        &mut complete,
        |row| {
            let edit = SalvagedEdit {
                record: row.get("record")?,
                stream: row.get("stream")?,
                kind: row.get("kind")?,
                key: row.get("key")?,
                value: row.get("value")?,
            };
            Ok(((edit.record.clone(), edit.key.clone()), edit))
        },
    );
    salvage.edits.extend(in_order(earlier));
    let settings = both_ways(
        &connection,
        "SELECT name, value FROM setting ORDER BY name",
        &mut complete,
        |row| {
            let name: String = row.get("name")?;
            Ok((name.clone(), (name, row.get("value")?)))
        },
    );
    salvage.settings = in_order(settings);
    let leases = both_ways(
        &connection,
        "SELECT digest, lease FROM lease ORDER BY digest",
        &mut complete,
        |row| {
            let bytes: Vec<u8> = row.get("lease")?;
            Ok((digest(row, "digest")?, read_cbor("lease", &bytes)?))
        },
    );
    salvage.leases = in_order(leases);
    let blobs = both_ways(
        &connection,
        "SELECT digest, role, photo, stream, length, file, wrapped_key, made_at, upload, held_at, \
         lost FROM blob ORDER BY digest",
        &mut complete,
        |row| {
            let values = (0..11)
                .map(|column| row.get(column))
                .collect::<Result<Vec<_>, _>>()?;
            Ok((digest(row, "digest")?, values))
        },
    );
    salvage.blobs = in_order(blobs);
    salvage.complete = complete;
    salvage
}

/// Reads a list from its beginning and, if it breaks off, from its end: one damaged page costs
/// only what stands on it.
fn both_ways<K: Ord, T>(
    connection: &Connection,
    sql: &str,
    complete: &mut bool,
    read: impl Fn(&SqlRow<'_>) -> Result<(K, T), DbError>,
) -> BTreeMap<K, T> {
    let mut found = BTreeMap::new();
    if collect(connection, sql, &mut found, &read).is_err() {
        *complete = false;
        let (list, order) = sql.rsplit_once("ORDER BY ").unwrap_or((sql, "1"));
        let backwards: Vec<String> = order
            .split(", ")
            .map(|column| format!("{column} DESC"))
            .collect();
        let sql = format!("{list}ORDER BY {}", backwards.join(", "));
        // What the other end gives is all there is.
        let _broke_off_again = collect(connection, &sql, &mut found, &read);
    }
    found
}

fn collect<K: Ord, T>(
    connection: &Connection,
    sql: &str,
    found: &mut BTreeMap<K, T>,
    read: &impl Fn(&SqlRow<'_>) -> Result<(K, T), DbError>,
) -> Result<(), DbError> {
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        // A row whose bytes do not decode is passed over; the rows behind it may be whole.
        if let Ok((key, value)) = read(row) {
            found.insert(key, value);
        }
    }
    Ok(())
}

fn in_order<K: Ord, T>(found: BTreeMap<K, T>) -> Vec<T> {
    found.into_values().collect()
}

impl Database {
    /// Lays what was salvaged into this new database: unsent envelopes wait again in the outbox,
    /// drafts wait for their records to come back.
    pub(crate) fn take_in(&self, salvage: Salvage) -> Result<(), DbError> {
        self.write(move |tx| {
            for envelope in &salvage.envelopes {
                outbox::add_own(tx, envelope, None)?;
            }
            for (stream, tip) in &salvage.tips {
                outbox::set_chain_tip(tx, *stream, *tip)?;
            }
            for lease in &salvage.leases {
                commit::keep_lease(tx, lease)?;
            }
            for edit in &salvage.edits {
                add_edit(tx, edit)?;
            }
            for (name, value) in salvage.settings.iter().filter(|(name, _)| is_kept(name)) {
                tx.execute(
                    "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)",
                    (name, value),
                )?;
            }
            for blob in &salvage.blobs {
                tx.execute(
                    "INSERT OR IGNORE INTO blob (digest, role, photo, stream, length, file, \
                     wrapped_key, made_at, upload, held_at, lost) \
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                    rusqlite::params_from_iter(blob),
                )?;
            }
            Ok(())
        })
    }

    /// Salvaged edits whose record stands in the database again, or that no record will ever
    /// come for because `all_here` says the log is complete; with their record, stream and kind.
    pub(crate) fn salvaged_edits(&self) -> Result<Vec<SalvagedEdit>, DbError> {
        self.read(|connection| {
            let mut statement = connection.prepare(
                "SELECT record, stream, kind, key, value FROM salvaged_edit ORDER BY record, key",
            )?;
            let found = statement.query_map([], |row| {
                Ok(SalvagedEdit {
                    record: row.get("record")?,
                    stream: row.get("stream")?,
                    kind: row.get("kind")?,
                    key: row.get("key")?,
                    value: row.get("value")?,
                })
            })?;
            Ok(found.collect::<Result<_, _>>()?)
        })
    }

    /// Forgets salvaged edits of a record: they are a draft again.
    pub(crate) fn drop_salvaged(&self, record: [u8; 16]) -> Result<(), DbError> {
        self.write(move |tx| {
            tx.execute("DELETE FROM salvaged_edit WHERE record = ?1", [record])?;
            Ok(())
        })
    }
}

fn add_edit(tx: &Transaction<'_>, edit: &SalvagedEdit) -> Result<(), DbError> {
    tx.execute(
        "INSERT OR REPLACE INTO salvaged_edit (record, stream, kind, key, value) \
         VALUES (?1, ?2, ?3, ?4, ?5)",
        (
            &edit.record,
            &edit.stream,
            &edit.kind,
            &edit.key,
            &edit.value,
        ),
    )?;
    Ok(())
}

/// Tokens are made anew; everything else is worth keeping.
fn is_kept(name: &str) -> bool {
    name != "token"
}

impl SalvagedEdit {
    /// Record, stream, kind, key and value of the edit; `None` if its bytes make no sense.
    pub(crate) fn parts(
        &self,
    ) -> Option<(
        wangge_domain::RecordId,
        StreamId,
        wangge_domain::record::RecordKind,
        String,
        wangge_domain::record::Scalar,
    )> {
        Some((
            wangge_domain::RecordId::from_bytes(self.record.clone().try_into().ok()?),
            StreamId::from_bytes(self.stream.clone().try_into().ok()?),
            wangge_domain::record::RecordKind::from(self.kind.clone()),
            self.key.clone(),
            wangge_protocol::decode(&self.value).ok()?,
        ))
    }
}
