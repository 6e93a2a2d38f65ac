//! What blanked rows leave behind them in the file（涂销残留）: slack of pages, and the log beside it.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use wangge_domain::TenantId;
use wangge_sync_engine::store::StoreError;

use super::connection::BUSY;
use super::convert::failed;
use super::database::SqliteDatabase;
use crate::store::RelayDatabase as _;

/// Setting that holds for how many blanked rows the pages of the file were written anew.
const PAGES_KEY: &str = "blanked_pages_overwritten";
/// The same of the log beside the file, emptied since.
const LOG_KEY: &str = "blanked_log_emptied";
/// Copies of the file for which there has to be room: one that is built beside it, one in its log, and
/// one to spare for what phones send meanwhile.
const COPIES: u64 = 3;
/// A file up to so many bytes is built anew in memory, a larger one in a file of its own.
const IN_MEMORY: u64 = 64 << 20;

impl SqliteDatabase {
    /// Overwrites whatever rows that were blanked left in pages of the file and in the log beside it,
    /// once for every redaction. `secure_delete` overwrites what is let go of; what SQLite moved from
    /// page to page before that goes with the pages alone. True: it was done now. False: there was
    /// nothing to do, or somebody reads an earlier moment just now, and it is to be tried again.
    pub(super) fn overwrite(&self, tenant: TenantId) -> Result<bool, StoreError> {
        let number = self.number(tenant)?;
        let blanked: i64 = self
            .reader()?
            .query_row(
                "SELECT count(*) FROM redacted_row WHERE tenant = ?1",
                [number],
                |row| row.get(0),
            )
            .map_err(failed)?;
        let is_done = |key| -> Result<bool, StoreError> {
            let done = self.setting(tenant, key)?;
            let done: i64 = done.and_then(|text| text.parse().ok()).unwrap_or(0);
            Ok(done == blanked)
        };
        if is_done(PAGES_KEY)? && is_done(LOG_KEY)? {
            return Ok(false);
        }
        let text = blanked.to_string();
        if !is_done(PAGES_KEY)? {
            self.writer.outside(write_anew)?;
            self.set_setting(tenant, PAGES_KEY, &text)?;
        }
        if !self.writer.outside(empty_log)? {
            return Ok(false);
        }
        self.set_setting(tenant, LOG_KEY, &text)?;
        Ok(true)
    }
}

/// Writes every page of the file anew, with nothing but what is there.
fn write_anew(connection: &Connection) -> Result<(), StoreError> {
    let number = |name| -> Result<u64, StoreError> {
        let found: i64 = connection
            .pragma_query_value(None, name, |row| row.get(0))
            .map_err(failed)?;
        Ok(u64::try_from(found).unwrap_or(0))
    };
    let bytes = number("page_count")?.saturating_mul(number("page_size")?);
    let folder = connection.path().map(Path::new).and_then(Path::parent);
    let free = folder.and_then(|folder| fs4::available_space(folder).ok());
    if free.is_some_and(|free| free < bytes.saturating_mul(COPIES)) {
        return Err(StoreError::DiskFull);
    }
    let place = if bytes > IN_MEMORY { "file" } else { "memory" };
    connection
        .pragma_update(None, "temp_store", place)
        .map_err(failed)?;
    let done = connection.execute_batch("VACUUM").map_err(failed);
    connection
        .pragma_update(None, "temp_store", "memory")
        .map_err(failed)?;
    done
}

/// Takes the log beside the file over into it and cuts it to nothing. False: whoever reads an earlier
/// moment needs it still, and nobody waits for that.
fn empty_log(connection: &Connection) -> Result<bool, StoreError> {
    connection.busy_timeout(Duration::ZERO).map_err(failed)?;
    let busy: Result<i64, StoreError> = connection
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
        .map_err(failed);
    connection.busy_timeout(BUSY).map_err(failed)?;
    Ok(busy? == 0)
}
