use wangge_domain::Timestamp;
use wangge_sync_engine::store::StoreError;

use super::error::PostgresError;
use super::session::{Session, column};

/// One step of the schema, by the number and name it has in every store. Steps are never changed
/// once released; new ones are added, and first only widen (docs/adr/0008-postgresql.md).
pub(super) struct Migration {
    pub(super) number: i64,
    pub(super) name: &'static str,
    sql: &'static str,
}

macro_rules! migration {
    ($number:literal, $name:literal, $file:literal) => {
        Migration {
            number: $number,
            name: $name,
            sql: include_str!(concat!("../../../migrations/postgres/", $file)),
        }
    };
}

pub(super) const MIGRATIONS: &[Migration] = &[
    migration!(1, "init", "0001_init.sql"),
    migration!(2, "accounts_kept", "0002_accounts_kept.sql"),
    migration!(3, "courier", "0003_courier.sql"),
    migration!(5, "public_reports", "0005_public_reports.sql"),
    migration!(6, "counts_by_commit", "0006_counts_by_commit.sql"),
    migration!(7, "job_lease", "0007_job_lease.sql"),
    migration!(8, "open_by_deadline", "0008_open_by_deadline.sql"),
    migration!(9, "provisional_numbers", "0009_provisional_numbers.sql"),
    migration!(10, "awaited_photos", "0010_awaited_photos.sql"),
    migration!(11, "provisional_uses", "0011_provisional_uses.sql"),
    migration!(12, "draw_secrets", "0012_draw_secrets.sql"),
    migration!(13, "redaction", "0013_redaction.sql"),
];

/// Relays that start at the same time wait for each other here.
const LOCK: i64 = 0x77_616e_6767_6501;

/// Brings the schema to this build's version. A newer one is refused before anything is touched, unless each of its
/// further steps says that this build may go on with it: then a relay that is to be upgraded yet can still start.
pub(super) fn migrate(session: &Session, now: Timestamp) -> Result<(), PostgresError> {
    let newest = MIGRATIONS.last().map_or(0, |last| last.number);
    let known = found(session)?;
    if known > newest && oldest_reader(session, newest)? <= newest {
        tracing::warn!(
            found = known,
            known = newest,
            "a newer relay widened the database: this one goes on until it is upgraded"
        );
        return Ok(());
    }
    if known > newest {
        return Err(PostgresError::Newer {
            found: known,
            known: newest,
        });
    }
    if known == newest {
        return Ok(());
    }
    session.transaction(|session| {
        session.query("SELECT pg_advisory_xact_lock($1)", &[&LOCK])?;
        session.batch(
            "CREATE TABLE IF NOT EXISTS migration (
               number bigint PRIMARY KEY, name text COLLATE \"C\" NOT NULL,
               applied_at bigint NOT NULL)",
        )
    })?;
    for step in MIGRATIONS {
        session.transaction(|session| {
            session.query("SELECT pg_advisory_xact_lock($1)", &[&LOCK])?;
            let done = "SELECT number FROM migration WHERE number = $1";
            if session.first(done, &[&step.number])?.is_some() {
                return Ok(());
            }
            session.batch(step.sql)?;
            session.execute(
                "INSERT INTO migration (number, name, applied_at) VALUES ($1, $2, $3)",
                &[&step.number, &step.name, &now.0],
            )?;
            Ok(())
        })?;
    }
    Ok(())
}

/// The newest step that was taken; 0: none.
fn found(session: &Session) -> Result<i64, StoreError> {
    let table = "SELECT to_regclass('migration') IS NOT NULL";
    let is_there: bool = match session.first(table, &[])? {
        Some(row) => column(&row, 0)?,
        None => false,
    };
    if !is_there {
        return Ok(0);
    }
    let newest = "SELECT coalesce(max(number), 0) FROM migration";
    session
        .first(newest, &[])?
        .map_or(Ok(0), |row| column(&row, 0))
}

/// The oldest version that may work with all steps after this one. A step names it in the column `oldest_reader`,
/// which the first that has something to say will add; one that says nothing is for its own version and later ones.
fn oldest_reader(session: &Session, after: i64) -> Result<i64, StoreError> {
    let oldest = "SELECT coalesce(max(
           coalesce((to_jsonb(step) ->> 'oldest_reader')::bigint, step.number)), 0)
         FROM migration AS step WHERE step.number > $1";
    session
        .first(oldest, &[&after])?
        .map_or(Ok(i64::MAX), |row| column(&row, 0))
}
