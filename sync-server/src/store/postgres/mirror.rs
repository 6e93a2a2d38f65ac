use std::path::{Path, PathBuf};

use tokio_postgres::Row;
use wangge_domain::{TenantId, Timestamp};
use wangge_sync_engine::store::StoreError;

use super::database::PostgresDatabase;
use super::mirror_note::{MirrorNote, oldest_under_way};
use super::session::{Param, Session, column};
use crate::store::row_codec::place;
use crate::store::sqlite::Mirror;
use crate::store::table_rows::{Cell, CellKind, TableShape};

/// The table that grows by rows alone, in the order of its key.
const LOG: &str = "log";

/// Why a mirror was not brought up.
enum Stop {
    /// It shows another past, or is damaged: the database was put back to an earlier state, say.
    OtherPast(String),
    Failed(StoreError),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Corrupt(what) => Self::OtherPast(what),
            error => Self::Failed(error),
        }
    }
}

impl From<Stop> for StoreError {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::OtherPast(what) => Self::Corrupt(what),
            Stop::Failed(error) => error,
        }
    }
}

fn other_past() -> Stop {
    Stop::OtherPast("a log does not end where its head says".to_owned())
}

/// Brings a database file up to what the server holds of a tenant at one moment. Of the log, what
/// came since is read; of other tables all rows are compared, or those alone that a transaction
/// wrote which may have come since. If the file shows another past, or what was append-only is
/// otherwise, it is made anew.
pub(super) fn mirror(
    database: &PostgresDatabase,
    tenant: TenantId,
    file: &Path,
    all: bool,
    now: Timestamp,
) -> Result<(), StoreError> {
    match bring_up(database, tenant, file, all, now) {
        Err(Stop::OtherPast(what)) => {
            tracing::warn!(
                what,
                "the database has another past than its backup: it is read anew"
            );
            discard(file)?;
            Ok(bring_up(database, tenant, file, true, now)?)
        }
        done => Ok(done?),
    }
}

fn bring_up(
    database: &PostgresDatabase,
    tenant: TenantId,
    file: &Path,
    all: bool,
    now: Timestamp,
) -> Result<(), Stop> {
    let note = MirrorNote::read(file);
    let mirror = Mirror::open(file, now)?;
    let tables = mirror.tables()?;
    let (session, number) = database.of(tenant)?;
    // Every read sees the same moment.
    session.begin("REPEATABLE READ, READ ONLY")?;
    let oldest = oldest_under_way(&session)?;
    let since = match note.filter(|_| !all) {
        Some(note) => note.since(&session, number, oldest)?,
        None => None,
    };
    for table in &tables {
        if table.name == LOG {
            follow_logs(&session, &mirror, table, number)?;
        }
    }
    for table in tables.iter().filter(|table| table.name != LOG) {
        if let Some(since) = &since {
            take(&session, &mirror, table, number, Some(since))?;
            if mirror.count(table)? == count(&session, table, number)? {
                continue;
            }
            // Something went: what is gone has no row that says so.
        }
        take(&session, &mirror, table, number, None)?;
    }
    follow_redactions(&session, &mirror, number)?;
    session.roll_back()?;
    MirrorNote::remove(file)?;
    mirror.commit()?;
    drop(mirror);
    MirrorNote::write(file, &session, number, oldest)?;
    Ok(())
}

/// Blanks what was blanked since it was taken over: the one way in which rows of a log change.
fn follow_redactions(session: &Session, mirror: &Mirror, number: i64) -> Result<(), Stop> {
    let sql = "SELECT log.place, log.body FROM redacted_row
               JOIN log ON log.place = redacted_row.place WHERE redacted_row.tenant = $1";
    for row in session.query(sql, &[&number])? {
        let body: Vec<u8> = column(&row, 1)?;
        mirror.blank(column(&row, 0)?, &body)?;
    }
    Ok(())
}

/// Adds what every log has got since.
fn follow_logs(
    session: &Session,
    mirror: &Mirror,
    table: &TableShape,
    number: i64,
) -> Result<(), Stop> {
    let heads = "SELECT number, seq, chain_hash FROM stream WHERE tenant = $1 ORDER BY number";
    let chain_at = "SELECT chain_hash FROM log WHERE tenant = $1 AND place = $2";
    let rows = format!(
        "SELECT {} FROM log WHERE tenant = $1 AND place > $2 AND place < $3 ORDER BY place",
        table.listed()
    );
    for head in session.query(heads, &[&number])? {
        let (stream, seq): (i64, i64) = (column(&head, 0)?, column(&head, 1)?);
        let chain: Vec<u8> = column(&head, 2)?;
        let (known, known_chain) = mirror.head(stream)?;
        if seq == known && chain == known_chain {
            continue;
        }
        let after = u64::try_from(known).ok().and_then(|seq| place(stream, seq));
        let after = after.ok_or_else(other_past)?;
        let until = place(stream + 1, 0).ok_or_else(other_past)?;
        if known > 0 {
            let found = session.first(chain_at, &[&number, &after])?;
            let found: Option<Vec<u8>> = found.map(|row| column(&row, 0)).transpose()?;
            if seq < known || found.as_ref() != Some(&known_chain) {
                return Err(other_past());
            }
        }
        session.each_row(&rows, &[&number, &after, &until], |row| {
            mirror.add(table, &cells(row, table)?)
        })?;
        if !mirror.ends_at(stream, seq)? {
            return Err(other_past());
        }
    }
    Ok(())
}

/// Takes over the rows of a table: all of them, and then what is not among them goes, or those
/// that a transaction wrote from `since` on. Gives how many were new, otherwise or gone.
pub(super) fn take(
    session: &Session,
    mirror: &Mirror,
    table: &TableShape,
    number: i64,
    since: Option<&String>,
) -> Result<u64, StoreError> {
    let (mut wanted, mut values): (Vec<String>, Vec<Param<'_>>) = (Vec::new(), Vec::new());
    if let Some(owner) = table.owner() {
        values.push(&number);
        wanted.push(format!("{owner} = ${}", values.len()));
    }
    if let Some(since) = &since {
        values.push(since);
        let at = values.len();
        // Ages go up to now, and over the end of the numbers.
        wanted.push(format!("age(xmin) <= age(${at}::text::xid)"));
    }
    let sql = format!(
        "SELECT {} FROM \"{}\" WHERE {}",
        table.listed(),
        table.name,
        condition(&wanted)
    );
    mirror.expect(table)?;
    session.each_row(&sql, &values, |row| mirror.hear(table, &cells(row, table)?))?;
    mirror.settle(table, since.is_none())
}

fn count(session: &Session, table: &TableShape, number: i64) -> Result<i64, StoreError> {
    let (mut wanted, mut values): (Vec<String>, Vec<Param<'_>>) = (Vec::new(), Vec::new());
    if let Some(owner) = table.owner() {
        values.push(&number);
        wanted.push(format!("{owner} = $1"));
    }
    let sql = format!(
        "SELECT count(*) FROM \"{}\" WHERE {}",
        table.name,
        condition(&wanted)
    );
    let row = session.first(&sql, &values)?;
    row.map_or(Ok(0), |row| column(&row, 0))
}

/// Without a condition of its own the server's wall shows the tenant's rows alone.
fn condition(wanted: &[String]) -> String {
    if wanted.is_empty() {
        "true".to_owned()
    } else {
        wanted.join(" AND ")
    }
}

fn cells(row: &Row, table: &TableShape) -> Result<Vec<Cell>, StoreError> {
    let cells = table.columns.iter().enumerate().map(|(at, (_, kind))| {
        let cell = match kind {
            CellKind::Number => column::<Option<i64>>(row, at)?.map(Cell::Number),
            CellKind::Text => column::<Option<String>>(row, at)?.map(Cell::Text),
            CellKind::Bytes => column::<Option<Vec<u8>>>(row, at)?.map(Cell::Bytes),
        };
        Ok(cell.unwrap_or(Cell::Nothing))
    });
    cells.collect()
}

/// Removes a mirror with all that lies beside it.
fn discard(file: &Path) -> Result<(), StoreError> {
    for end in ["", "-wal", "-shm", ".json"] {
        let mut path = file.as_os_str().to_owned();
        path.push(end);
        match std::fs::remove_file(PathBuf::from(path)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::Failed(error.to_string()));
            }
            _ => {}
        }
    }
    Ok(())
}
