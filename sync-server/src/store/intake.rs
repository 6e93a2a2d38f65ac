//! The database of the process for the public: what it takes in and what it may tell.

mod collecting;
mod taking;
mod telling;

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use wangge_domain::{Digest, Timestamp};
use wangge_sync_engine::store::StoreError;

pub(crate) use taking::VisitKind;

const SCHEMA: &str = include_str!("../../migrations/intake/0001_intake.sql");
/// The other process writes for no longer than this.
const BUSY: Duration = Duration::from_secs(10);

/// A report as it was taken in（待收取的举报）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Submission {
    pub(crate) received_at: Timestamp,
    /// Hash of the receipt code.
    pub(crate) receipt: Digest,
    /// Hash of the claim code.
    pub(crate) claim: Digest,
    pub(crate) category: String,
    pub(crate) place: String,
    pub(crate) text: String,
    /// Latitude and longitude, microdegrees.
    pub(crate) position: Option<(i64, i64)>,
    /// Who reported, under the key of the process for the public.
    pub(crate) sealed: Option<Vec<u8>>,
    pub(crate) photos: Vec<Vec<u8>>,
}

/// What a reporter may be told（举报进度）.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PublicStatus {
    /// `received`, `triaged`, `dispatched`, `found`, `replied`, `closed`, `passed_on`, `set_aside`.
    pub(crate) stage: String,
    /// Until when it is to be answered.
    pub(crate) due: Option<i64>,
    /// What was answered.
    pub(crate) reply: String,
    /// `none`, `approved`, `rejected` or `claimed`.
    pub(crate) reward: String,
    /// Amount in fen.
    pub(crate) fen: u64,
}

/// The database in the folder of the process for the public. Two processes hold it: that one, and
/// the relay, which collects.
pub(crate) struct IntakeStore {
    connection: Mutex<Connection>,
}

impl IntakeStore {
    /// Name of the file in its folder.
    pub(crate) const FILE: &'static str = "intake.sqlite";

    /// Opens the database, or makes it.
    pub(crate) fn open(folder: &Path) -> Result<Self, StoreError> {
        let mut connection = Connection::open(folder.join(Self::FILE)).map_err(failed)?;
        connection.busy_timeout(BUSY).map_err(failed)?;
        for (name, value) in [("journal_mode", "wal"), ("synchronous", "full")] {
            connection
                .pragma_update(None, name, value)
                .map_err(failed)?;
        }
        connection
            .pragma_update(None, "foreign_keys", true)
            .and_then(|()| connection.pragma_update(None, "trusted_schema", false))
            // What was collected is gone from the disk too, as far as SQLite can say.
            .and_then(|()| connection.pragma_update(None, "secure_delete", true))
            .and_then(|()| connection.pragma_update(None, "journal_size_limit", 64 << 20))
            .map_err(failed)?;
        let making = connection
            .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
            .map_err(failed)?;
        let version: i64 = making
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .map_err(failed)?;
        if version == 0 {
            making
                .execute_batch(SCHEMA)
                .and_then(|()| making.pragma_update(None, "user_version", 1))
                .map_err(failed)?;
        }
        making.commit().map_err(failed)?;
        Ok(Self {
            connection: Mutex::new(connection),
        })
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

fn failed(error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(rusqlite::ffi::ErrorCode::DiskFull) => StoreError::DiskFull,
        _ => StoreError::Failed(error.to_string()),
    }
}

fn digest(bytes: &[u8]) -> Result<Digest, StoreError> {
    let bytes = bytes
        .try_into()
        .map_err(|_| StoreError::Corrupt("a hash has not 32 bytes".to_owned()))?;
    Ok(Digest(bytes))
}
