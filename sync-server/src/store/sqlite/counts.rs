use std::collections::BTreeMap;

use rusqlite::Connection;
use wangge_sync_engine::store::StoreError;

use super::convert::failed;

/// Bit of the overdue mark in a record's flags.
const OVERDUE: i64 = 1;

/// What a commit changes in the counts of records（计数）: collected over all its records and written
/// once for each count, so that a phone's whole day costs a few rows.
#[derive(Default)]
pub(super) struct Counts {
    changed: BTreeMap<(i64, String, String, bool), i64>,
}

impl Counts {
    /// A record stands here now.
    pub(super) fn add(&mut self, stream: i64, kind: &str, status: &str, flags: i64) {
        self.change(stream, kind, status, flags, 1);
    }

    /// A record stood here before.
    pub(super) fn remove(&mut self, stream: i64, kind: &str, status: &str, flags: i64) {
        self.change(stream, kind, status, flags, -1);
    }

    fn change(&mut self, stream: i64, kind: &str, status: &str, flags: i64, by: i64) {
        let key = (
            stream,
            kind.to_owned(),
            status.to_owned(),
            flags & OVERDUE != 0,
        );
        *self.changed.entry(key).or_default() += by;
    }

    /// Writes what has changed, within the commit.
    pub(super) fn write(&self, connection: &Connection, tenant: i64) -> Result<(), StoreError> {
        for ((stream, kind, status, overdue), by) in &self.changed {
            if *by == 0 {
                continue;
            }
            connection
                .prepare_cached(
                    "INSERT INTO record_count (tenant, stream, kind, status, overdue, count)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                     ON CONFLICT DO UPDATE SET count = count + excluded.count",
                )
                .and_then(|mut statement| {
                    statement.execute((tenant, stream, kind, status, overdue, by))
                })
                .map_err(failed)?;
        }
        Ok(())
    }
}
