use rusqlite::Connection;

use super::database::OpenError;

/// One step of the schema. Steps are never changed once released; new ones are added.
struct Migration {
    number: i64,
    name: &'static str,
    sql: &'static str,
}

const MIGRATIONS: &[Migration] = &[
    Migration {
        number: 1,
        name: "init",
        sql: include_str!("../../../migrations/sqlite/0001_init.sql"),
    },
    Migration {
        number: 2,
        name: "accounts_kept",
        sql: include_str!("../../../migrations/sqlite/0002_accounts_kept.sql"),
    },
    Migration {
        number: 3,
        name: "courier",
        sql: include_str!("../../../migrations/sqlite/0003_courier.sql"),
    },
    Migration {
        number: 5,
        name: "public_reports",
        sql: include_str!("../../../migrations/sqlite/0005_public_reports.sql"),
    },
    Migration {
        number: 6,
        name: "counts_by_commit",
        sql: include_str!("../../../migrations/sqlite/0006_counts_by_commit.sql"),
    },
    Migration {
        number: 7,
        name: "job_lease",
        sql: include_str!("../../../migrations/sqlite/0007_job_lease.sql"),
    },
    Migration {
        number: 8,
        name: "open_by_deadline",
        sql: include_str!("../../../migrations/sqlite/0008_open_by_deadline.sql"),
    },
    Migration {
        number: 9,
        name: "provisional_numbers",
        sql: include_str!("../../../migrations/sqlite/0009_provisional_numbers.sql"),
    },
    Migration {
        number: 10,
        name: "awaited_photos",
        sql: include_str!("../../../migrations/sqlite/0010_awaited_photos.sql"),
    },
    Migration {
        number: 11,
        name: "provisional_uses",
        sql: include_str!("../../../migrations/sqlite/0011_provisional_uses.sql"),
    },
    Migration {
        number: 12,
        name: "draw_secrets",
        sql: include_str!("../../../migrations/sqlite/0012_draw_secrets.sql"),
    },
    Migration {
        number: 13,
        name: "redaction",
        sql: include_str!("../../../migrations/sqlite/0013_redaction.sql"),
    },
];

/// Brings the schema to this build's version. A newer one is refused before anything is touched.
pub(super) fn migrate(connection: &mut Connection, now_ms: i64) -> Result<(), OpenError> {
    let newest = MIGRATIONS.last().map_or(0, |last| last.number);
    let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found > newest {
        return Err(OpenError::Newer {
            found,
            known: newest,
        });
    }
    for step in MIGRATIONS.iter().filter(|step| step.number > found) {
        let transaction =
            connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        // Another process may have done it while this one waited.
        let current: i64 =
            transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if current >= step.number {
            continue;
        }
        transaction.execute_batch(
            "CREATE TABLE IF NOT EXISTS migration (
               number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL
             ) STRICT",
        )?;
        transaction.execute_batch(step.sql)?;
        transaction.execute(
            "INSERT INTO migration (number, name, applied_at) VALUES (?1, ?2, ?3)",
            (step.number, step.name, now_ms),
        )?;
        transaction.pragma_update(None, "user_version", step.number)?;
        transaction.commit()?;
    }
    Ok(())
}
