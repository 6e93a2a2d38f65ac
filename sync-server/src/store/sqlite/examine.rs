use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rusqlite::{Connection, OpenFlags, OptionalExtension as _};
use wangge_domain::{Digest, TenantId};
use wangge_sync_engine::store::StoreError;

use super::convert::{digest, failed, from_sql, id16};
use super::verify::verify_file;
use crate::backup::{TRIAL_KEY, TrialReport};
use crate::healing::HEALING_KEY;
use crate::jobs::STOPPED_KEY;
use crate::metrics::LAST_BACKUP_KEY;
use crate::webhooks::WEBHOOK_SETTINGS;

/// Version of the SQLite within the program, as one number: 3.51.3 is 3051003.
pub(crate) fn sqlite_version() -> i32 {
    rusqlite::version_number()
}

/// A photo that a database names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FileBlob {
    pub(crate) tenant: TenantId,
    pub(crate) digest: Digest,
    pub(crate) size: u64,
}

/// What a database says of itself, read without changing anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FileState {
    pub(crate) newest_row_at: Option<i64>,
    /// Made by `init --demo`: its times may be those of a clock file.
    pub(crate) demo: bool,
    pub(crate) blobs: Vec<FileBlob>,
    pub(crate) jobs_stopped: Option<String>,
    pub(crate) healing: bool,
    pub(crate) last_backup_at: Option<i64>,
    pub(crate) trial: Option<TrialReport>,
    /// Service keys that were in use.
    pub(crate) used_keys: BTreeSet<[u8; 32]>,
    /// How far receivers of webhooks were told, by setting.
    pub(crate) webhooks: BTreeMap<String, String>,
}

/// Refuses a file whose structure is damaged; nothing is written, not even by opening it.
///
/// # Errors
/// The file cannot be opened, or is damaged.
pub(crate) fn require_sound(path: &Path) -> Result<(), StoreError> {
    let connection =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(failed)?;
    quick_check(&connection)
}

fn quick_check(connection: &Connection) -> Result<(), StoreError> {
    let sound: String = connection
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(failed)?;
    if sound == "ok" {
        Ok(())
    } else {
        Err(StoreError::Corrupt(sound))
    }
}

/// Looks at a file while others may be using it. `deep` checks every row of every log.
///
/// # Errors
/// The file cannot be opened, or is damaged.
pub(crate) fn examine_file(path: &Path, deep: bool) -> Result<FileState, StoreError> {
    if deep {
        verify_file(path)?;
    }
    let connection =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(failed)?;
    quick_check(&connection)?;
    let demo: Option<bool> = connection
        .query_row("SELECT max(demo) FROM tenant", [], |row| row.get(0))
        .map_err(failed)?;
    let Some(demo) = demo else {
        return Err(StoreError::Corrupt(
            "the row that says whose relay this is has gone".to_owned(),
        ));
    };
    let setting = |key: &str| -> Result<Option<String>, StoreError> {
        let sql = "SELECT value FROM setting WHERE key = ?1 AND value <> ''";
        let found = connection.query_row(sql, [key], |row| row.get(0));
        found.optional().map_err(failed)
    };
    let newest_row_at = connection
        .query_row("SELECT max(received_at) FROM stream", [], |row| row.get(0))
        .map_err(failed)?;
    let mut used_keys = BTreeSet::new();
    let mut statement = connection
        .prepare("SELECT public_key FROM service_key")
        .map_err(failed)?;
    let mut rows = statement.query([]).map_err(failed)?;
    while let Some(row) = rows.next().map_err(failed)? {
        let key: Vec<u8> = row.get(0).map_err(failed)?;
        used_keys.extend(<[u8; 32]>::try_from(key).ok());
    }
    Ok(FileState {
        newest_row_at,
        demo,
        blobs: blobs(&connection)?,
        jobs_stopped: setting(STOPPED_KEY)?,
        healing: setting(HEALING_KEY)?.is_some(),
        last_backup_at: setting(LAST_BACKUP_KEY)?.and_then(|text| text.parse().ok()),
        trial: TrialReport::read(setting(TRIAL_KEY)?),
        used_keys,
        webhooks: webhooks(&connection)?,
    })
}

fn webhooks(connection: &Connection) -> Result<BTreeMap<String, String>, StoreError> {
    let mut statement = connection
        .prepare("SELECT key, value FROM setting WHERE substr(key, 1, length(?1)) = ?1")
        .map_err(failed)?;
    let rows = statement
        .query_map([WEBHOOK_SETTINGS], |row| Ok((row.get(0)?, row.get(1)?)))
        .map_err(failed)?;
    rows.collect::<rusqlite::Result<_>>().map_err(failed)
}

fn blobs(connection: &Connection) -> Result<Vec<FileBlob>, StoreError> {
    let mut statement = connection
        .prepare(
            "SELECT tenant.tenant, blob.digest, blob.size
             FROM blob JOIN tenant ON tenant.number = blob.tenant",
        )
        .map_err(failed)?;
    let mut rows = statement.query([]).map_err(failed)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(failed)? {
        let tenant: Vec<u8> = row.get(0).map_err(failed)?;
        let bytes: Vec<u8> = row.get(1).map_err(failed)?;
        found.push(FileBlob {
            tenant: TenantId::from_bytes(id16(&tenant)?),
            digest: digest(&bytes)?,
            size: from_sql(row.get(2).map_err(failed)?),
        });
    }
    Ok(found)
}
