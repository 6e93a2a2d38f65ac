//! What can still be read of a damaged database: unsent work, chain tips, photo keys.
//!
//! SQLite gives up a whole table, or the whole file, for one damaged page. Here every page is
//! opened by itself, so that a damaged page costs only the rows that stand on it, or go on there.

mod cells;
mod page_cipher;
mod pages;
mod tables;
mod write_ahead_log;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rusqlite::Transaction;
use rusqlite::types::Value;
use wangge_domain::{DeviceId, Digest, StreamId, TenantId, UserId};
use wangge_protocol::{Envelope, PublicKey, SignedLease};
use wangge_sync_engine::store::{ChainTip, Identity};

use self::cells::Values;
pub(crate) use self::page_cipher::SALT as SALT_BYTES;
use self::tables::Tables;
pub(crate) use self::write_ahead_log::WriteAheadLog;
use super::codec::{envelope, read_cbor};
use super::{Database, DatabaseKey, DbError, commit, outbox};

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
    pub(crate) blobs: Vec<Values>,
    /// Pages of the file and of the log beside it that are damaged.
    pub(crate) damaged_pages: u32,
    /// Pages of the file.
    pub(crate) pages: u32,
    /// False if anything could not be read.
    pub(crate) complete: bool,
}

/// Reads what can be read, and changes nothing. Never fails: a file that cannot be read at all
/// yields nothing. `salt` is the one kept beside the key; the file's own may be damaged.
pub(crate) fn salvage(path: &Path, key: &DatabaseKey, salt: Option<[u8; SALT_BYTES]>) -> Salvage {
    let Some(tables) = Tables::read(path, key, salt) else {
        return Salvage::default();
    };
    let mut undecoded = 0;
    let mut salvage = Salvage {
        identity: identity(&tables),
        pages: tables.pages,
        damaged_pages: u32::try_from(tables.damaged_pages.len())
            .unwrap_or(u32::MAX)
            .saturating_add(tables.damaged_frames),
        blobs: tables
            .blobs
            .iter()
            .filter(|it| it.len() == 11)
            .cloned()
            .collect(),
        ..Salvage::default()
    };
    let mut seen = BTreeSet::new();
    let (mut streams, mut records) = (BTreeMap::new(), BTreeMap::new());
    let mut heads = BTreeMap::new();
    for row in tables.own_envelopes.values() {
        let read = || -> Option<Envelope> {
            envelope(blob(row, 4)?.to_vec(), blob(row, 5)?, blob(row, 6)?).ok()
        };
        let Some(envelope) = read() else {
            undecoded += 1;
            continue;
        };
        if let (Some(stream), Some(record)) = (integer(row, 2), integer(row, 3)) {
            streams.insert(stream, *envelope.header.stream.as_bytes());
            records.insert(record, *envelope.header.record.as_bytes());
            let kind = envelope.header.kind.as_str().to_owned();
            heads.insert(record, (*envelope.header.stream.as_bytes(), kind));
        }
        if text(row, 7) != Some("accepted") && seen.insert(envelope.id()) {
            salvage.envelopes.push(envelope);
        }
    }
    sort_numbers(&tables, &mut streams, &mut records);
    for (number, row) in &tables.chain_tips {
        let tip = || -> Option<(StreamId, ChainTip)> {
            let tip = ChainTip {
                seq: integer(row, 1)?.cast_unsigned(),
                last: Digest(blob(row, 2)?.try_into().ok()?),
            };
            Some((StreamId::from_bytes(*streams.get(number)?), tip))
        };
        match tip() {
            Some(tip) => salvage.tips.push(tip),
            None => undecoded += 1,
        }
    }
    for (number, draft) in &tables.drafts {
        let stream = integer(draft, 1).and_then(|stream| streams.get(&stream));
        if let (Some(stream), Some(kind)) = (stream, text(draft, 2)) {
            heads.insert(*number, (*stream, kind.to_owned()));
        }
    }
    for row in &tables.draft_edits {
        let edit = || -> Option<SalvagedEdit> {
            let number = integer(row, 0)?;
            // Without its draft's row an edit is placed by an envelope of the same record.
            let (stream, kind) = heads.get(&number)?;
            Some(SalvagedEdit {
                record: records.get(&number)?.to_vec(),
                stream: stream.to_vec(),
                kind: kind.clone(),
                key: text(row, 1)?.to_owned(),
                value: blob(row, 2)?.to_vec(),
            })
        };
        match edit() {
            Some(edit) => salvage.edits.push(edit),
            None => undecoded += 1,
        }
    }
    let earlier = tables.salvaged_edits.iter().filter_map(|row| {
        Some(SalvagedEdit {
            record: blob(row, 0)?.to_vec(),
            stream: blob(row, 1)?.to_vec(),
            kind: text(row, 2)?.to_owned(),
            key: text(row, 3)?.to_owned(),
            value: blob(row, 4)?.to_vec(),
        })
    });
    salvage.edits.extend(earlier);
    salvage.settings = tables
        .settings
        .iter()
        .filter_map(|row| Some((text(row, 0)?.to_owned(), blob(row, 1)?.to_vec())))
        .collect();
    salvage.leases = tables
        .leases
        .iter()
        .filter_map(|row| read_cbor("lease", blob(row, 1)?).ok())
        .collect();
    salvage.complete =
        undecoded == 0 && tables.lost_rows == 0 && salvage.damaged_pages == 0 && salvage.pages > 0;
    salvage
}

fn identity(tables: &Tables) -> Option<Identity> {
    let row = tables.identity.first()?;
    Some(Identity {
        tenant: TenantId::from_bytes(blob(row, 1)?.try_into().ok()?),
        user: UserId::from_bytes(blob(row, 2)?.try_into().ok()?),
        device: DeviceId::from_bytes(blob(row, 3)?.try_into().ok()?),
        incarnation: u32::try_from(integer(row, 4)?).ok()?,
        lease: read_cbor("lease", blob(row, 5)?).ok()?,
        root_key: PublicKey(blob(row, 6)?.try_into().ok()?),
        service_keys: tables
            .service_keys
            .iter()
            .filter_map(|row| Some(PublicKey(blob(row, 0)?.try_into().ok()?)))
            .collect(),
    })
}

/// Streams and records have tables of the same shape. A page is of streams if it says what the
/// headers of envelopes say of streams; without any such word, the shorter one is.
fn sort_numbers(
    tables: &Tables,
    streams: &mut BTreeMap<i64, [u8; 16]>,
    records: &mut BTreeMap<i64, [u8; 16]>,
) {
    let agreeing = |page: &BTreeMap<i64, [u8; 16]>, known: &BTreeMap<i64, [u8; 16]>| {
        page.iter()
            .filter(|(number, id)| known.get(number) == Some(id))
            .count()
    };
    let (known_streams, known_records) = (streams.clone(), records.clone());
    let mut unknown: Vec<&BTreeMap<i64, [u8; 16]>> = Vec::new();
    for page in &tables.numbers {
        let of_streams = agreeing(page, &known_streams);
        let of_records = agreeing(page, &known_records);
        match of_streams.cmp(&of_records) {
            std::cmp::Ordering::Greater => streams.extend(page),
            std::cmp::Ordering::Less => records.extend(page),
            std::cmp::Ordering::Equal => unknown.push(page),
        }
    }
    unknown.sort_by_key(|page| page.len());
    for page in unknown {
        // The first numbers are given to streams once only.
        if streams.is_empty() {
            streams.extend(page);
        } else {
            records.extend(page);
        }
    }
}

fn blob(row: &Values, at: usize) -> Option<&[u8]> {
    match row.get(at)? {
        Value::Blob(bytes) => Some(bytes),
        _ => None,
    }
}

fn text(row: &Values, at: usize) -> Option<&str> {
    match row.get(at)? {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

fn integer(row: &Values, at: usize) -> Option<i64> {
    match row.get(at)? {
        Value::Integer(value) => Some(*value),
        _ => None,
    }
}

impl Database {
    /// Lays what was salvaged into this new database: unsent envelopes wait again in the outbox,
    /// drafts wait for their records to come back.
    pub(crate) fn take_in(&self, salvage: Salvage) -> Result<(), DbError> {
        self.write(move |tx| {
            for envelope in &salvage.envelopes {
                fitting(outbox::add_own(tx, envelope, None))?;
            }
            for (stream, tip) in &salvage.tips {
                fitting(outbox::set_chain_tip(tx, *stream, *tip))?;
            }
            for lease in &salvage.leases {
                fitting(commit::keep_lease(tx, lease))?;
            }
            for edit in &salvage.edits {
                fitting(add_edit(tx, edit))?;
            }
            for (name, value) in salvage.settings.iter().filter(|(name, _)| is_kept(name)) {
                let kept = tx.execute(
                    "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)",
                    (name, value),
                );
                fitting(kept.map(drop).map_err(DbError::from))?;
            }
            for blob in &salvage.blobs {
                let kept = tx.execute(
                    "INSERT OR IGNORE INTO blob (digest, role, photo, stream, length, file, \
                     wrapped_key, made_at, upload, held_at, lost) \
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                    rusqlite::params_from_iter(blob),
                );
                fitting(kept.map(drop).map_err(DbError::from))?;
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

/// A row that does not fit the table it came from is passed over: it must not keep out the rest.
fn fitting(result: Result<(), DbError>) -> Result<(), DbError> {
    match result {
        Err(DbError::Sqlite(error))
            if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) =>
        {
            Ok(())
        }
        other => other,
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
