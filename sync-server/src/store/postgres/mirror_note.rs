use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use wangge_sync_engine::store::StoreError;

use super::migrate::MIGRATIONS;
use super::session::{Session, column};

/// Setting that says which mirror was brought up last.
const MARK_KEY: &str = "backup_mirror";
/// Transactions after which the numbers of old ones can no longer be compared: a quarter of what
/// the server's own numbers reach.
const MOST_TRANSACTIONS: i64 = 1 << 30;

/// How far a mirror was brought up（镜像进度）. It holds only while the database still has the mark that
/// was set after the mirror was written, in a row of that very transaction: one that was put back
/// to an earlier state, or copied row by row, has it not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct MirrorNote {
    /// Newest step of the schema then.
    schema: i64,
    mark: String,
    /// Number of the transaction that set the mark, as rows show it.
    marked_by: String,
    /// No transaction with a lower number was under way.
    since: i64,
}

impl MirrorNote {
    fn path(mirror: &Path) -> PathBuf {
        let mut path = mirror.as_os_str().to_owned();
        path.push(".json");
        PathBuf::from(path)
    }

    /// Reads the note of a mirror; one that cannot be read counts as none.
    pub(super) fn read(mirror: &Path) -> Option<Self> {
        let bytes = std::fs::read(Self::path(mirror)).ok()?;
        serde_json::from_slice(&bytes).ok()
    }

    /// Takes the note away: the mirror changes now.
    pub(super) fn remove(mirror: &Path) -> Result<(), StoreError> {
        match std::fs::remove_file(Self::path(mirror)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(StoreError::Failed(error.to_string()))
            }
            _ => Ok(()),
        }
    }

    /// Sets a fresh mark and writes down what was brought up.
    pub(super) fn write(
        mirror: &Path,
        session: &Session,
        number: i64,
        since: i64,
    ) -> Result<(), StoreError> {
        let mark = hex::encode(rand::random::<[u8; 16]>());
        session.execute(
            "INSERT INTO setting (tenant, key, value) VALUES ($1, $2, $3)
             ON CONFLICT (tenant, key) DO UPDATE SET value = excluded.value",
            &[&number, &MARK_KEY, &mark],
        )?;
        let Some((found, marked_by)) = read_mark(session, number)? else {
            return Ok(());
        };
        let note = Self {
            schema: newest(),
            mark: found,
            marked_by,
            since,
        };
        let io = |error: std::io::Error| StoreError::Failed(error.to_string());
        let bytes =
            serde_json::to_vec(&note).map_err(|error| StoreError::Failed(error.to_string()))?;
        std::fs::write(Self::path(mirror), bytes).map_err(io)
    }

    /// Rows of which transactions may be new to the mirror: those from this number on. `None`: it
    /// cannot be told, and every row has to be compared.
    pub(super) fn since(
        &self,
        session: &Session,
        number: i64,
        now: i64,
    ) -> Result<Option<String>, StoreError> {
        let is_marked = read_mark(session, number)?
            .is_some_and(|(mark, by)| mark == self.mark && by == self.marked_by);
        let passed = now.checked_sub(self.since);
        let is_near = passed.is_some_and(|passed| (0..MOST_TRANSACTIONS).contains(&passed));
        let holds = is_marked && is_near && self.schema == newest();
        // Rows show the lower half of a number alone.
        let shown = self.since & i64::from(u32::MAX);
        Ok(holds.then(|| shown.to_string()))
    }
}

/// The lowest number of a transaction that was under way when the moment began that this one sees.
pub(super) fn oldest_under_way(session: &Session) -> Result<i64, StoreError> {
    let row = session.first("SELECT txid_snapshot_xmin(txid_current_snapshot())", &[])?;
    row.map_or(Ok(0), |row| column(&row, 0))
}

/// The mark, and the number of the transaction that set it.
fn read_mark(session: &Session, number: i64) -> Result<Option<(String, String)>, StoreError> {
    let sql = "SELECT value, xmin::text FROM setting WHERE tenant = $1 AND key = $2";
    let row = session.first(sql, &[&number, &MARK_KEY])?;
    row.map(|row| Ok((column(&row, 0)?, column(&row, 1)?)))
        .transpose()
}

fn newest() -> i64 {
    MIGRATIONS.last().map_or(0, |last| last.number)
}
