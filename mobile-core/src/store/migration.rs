use rusqlite::{Connection, TransactionBehavior};

use super::OpenError;

/// One step of the schema. Steps are applied in order, each in a transaction of its own; their
/// text never changes once released (a test holds their hashes).
pub(super) struct Migration {
    /// `PRAGMA user_version` after it.
    pub(super) version: i64,
    /// The SQL.
    pub(super) sql: &'static str,
}

/// All steps, oldest first.
pub(super) const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 1,
        sql: include_str!("../../migrations/0001_init.sql"),
    },
    Migration {
        version: 2,
        sql: include_str!("../../migrations/0002_cases.sql"),
    },
    Migration {
        version: 3,
        sql: include_str!("../../migrations/0003_page_proof.sql"),
    },
    Migration {
        version: 4,
        sql: include_str!("../../migrations/0004_courier.sql"),
    },
    Migration {
        version: 5,
        sql: include_str!("../../migrations/0005_ahead.sql"),
    },
    Migration {
        version: 6,
        sql: include_str!("../../migrations/0006_smallest_role.sql"),
    },
];

/// The version this program writes.
pub(super) fn newest() -> i64 {
    MIGRATIONS.last().map_or(0, |migration| migration.version)
}

/// Brings a database up to date. One from a newer program is refused and stays as it is.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), OpenError> {
    let found = user_version(connection)?;
    if found > newest() {
        return Err(OpenError::Newer {
            found,
            known: newest(),
        });
    }
    for migration in MIGRATIONS
        .iter()
        .filter(|migration| migration.version > found)
    {
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.execute_batch(migration.sql)?;
        tx.pragma_update(None, "user_version", migration.version)?;
        tx.commit()?;
    }
    Ok(())
}

pub(super) fn user_version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}
