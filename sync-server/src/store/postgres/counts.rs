use std::collections::BTreeMap;

use wangge_sync_engine::store::StoreError;

use super::convert::failed;
use super::session::{Param, Session};

/// Bit of the overdue mark in a record's flags.
const OVERDUE: i64 = 1;

/// Log, kind, status, overdue.
type Key = (i64, String, String, i64);

/// What a commit changes in the counts of records（计数）, written once for each count.
#[derive(Default)]
pub(super) struct Counts {
    changed: BTreeMap<Key, i64>,
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
        let key = (stream, kind.to_owned(), status.to_owned(), flags & OVERDUE);
        *self.changed.entry(key).or_default() += by;
    }

    /// Writes what has changed, within the commit.
    pub(super) fn write(&self, session: &Session, tenant: i64) -> Result<(), StoreError> {
        let sets: Vec<Vec<Param<'_>>> = self
            .changed
            .iter()
            .filter(|(_, by)| **by != 0)
            .map(|((stream, kind, status, overdue), by)| {
                let set: Vec<Param<'_>> = vec![&tenant, stream, kind, status, overdue, by];
                set
            })
            .collect();
        session
            .query_many(
                "INSERT INTO record_count (tenant, stream, kind, status, overdue, count)
                 VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (tenant, stream, kind, status, overdue)
                   DO UPDATE SET count = record_count.count + excluded.count",
                &sets,
            )
            .map(drop)
            .map_err(failed)
    }
}
