use std::path::Path;

use tokio_postgres::types::ToSql;
use wangge_domain::{TenantId, Timestamp};
use wangge_sync_engine::store::StoreError;

use super::convert::{failed, id16};
use super::database::PostgresDatabase;
use super::error::PostgresError;
use super::mirror::take;
use super::session::{ACROSS, Param, Session, column};
use crate::store::sqlite::Mirror;
use crate::store::table_rows::{Cell, CellKind, TableShape};

/// Rows sent together.
const ROWS: usize = 256;
/// Bytes sent together, but for the last row.
const BYTES: usize = 4 << 20;

/// A value on its way to the server.
type Value = Box<dyn ToSql + Sync>;

/// Puts everything that a database file holds into an empty database of a server（装入）, in one
/// transaction, and reads it back: every row has to be there as it stands in the file. The file is
/// not changed. Gives the tenant.
///
/// # Errors
/// The database holds a tenant already, or what came back is not what was sent: nothing was written
/// but empty tables.
pub(crate) fn load_file(url: &str, file: &Path, now: Timestamp) -> Result<TenantId, PostgresError> {
    let database = PostgresDatabase::open(url, now)?;
    let mirror = Mirror::open(file, now)?;
    let tenants = mirror.tenants()?;
    let [(number, id)] = tenants.as_slice() else {
        return Err(refused("the file does not hold one tenant"));
    };
    let tenant = TenantId::from_bytes(id16(id)?);
    let tables = mirror.tables()?;
    let session = database.pool.get()?;
    session.speak_for(ACROSS)?;
    require_empty(&session)?;
    session.speak_for(*number)?;
    session.transaction(|session| {
        // Whoever makes a tenant here at the same time waits, and is refused by its number then.
        session.batch("LOCK TABLE tenant IN EXCLUSIVE MODE")?;
        let mut shortened = 0;
        for table in &tables {
            shortened += send(session, &mirror, table)?;
            follow_numbers(session, &mirror, table)?;
        }
        let mut otherwise = 0;
        for table in &tables {
            otherwise += take(session, &mirror, table, *number, None)?;
        }
        if otherwise > shortened {
            return Err(StoreError::Corrupt(format!(
                "{otherwise} rows did not come back as they were sent"
            )));
        }
        Ok(())
    })?;
    Ok(tenant)
}

fn refused(what: &str) -> PostgresError {
    PostgresError::Store(StoreError::Failed(what.to_owned()))
}

fn require_empty(session: &Session) -> Result<(), PostgresError> {
    let found = session.first("SELECT name FROM tenant LIMIT 1", &[])?;
    match found {
        None => Ok(()),
        Some(row) => {
            let name: String = column(&row, 0)?;
            Err(refused(&format!(
                "数据库中已有 {name}，未作任何改动；请另建空数据库（the database holds a tenant \
                 already, nothing was changed: make an empty one）"
            )))
        }
    }
}

/// Sends the rows of a table. Gives how many lost a letter that this server does not keep.
fn send(session: &Session, mirror: &Mirror, table: &TableShape) -> Result<u64, StoreError> {
    let places: Vec<String> = (1..=table.columns.len())
        .map(|place| format!("${place}"))
        .collect();
    let sql = format!(
        "INSERT INTO \"{}\" ({}) VALUES ({})",
        table.name,
        table.listed(),
        places.join(", ")
    );
    let (mut rows, mut bytes, mut shortened) = (Vec::new(), 0, 0);
    mirror.each_row(table, |cells| {
        bytes += cells.iter().map(length).sum::<usize>();
        shortened += u64::from(cells.iter().any(has_nul));
        let kinds = table.columns.iter().map(|(_, kind)| *kind);
        let row: Vec<Value> = kinds
            .zip(cells)
            .map(|(kind, cell)| value(kind, cell))
            .collect();
        rows.push(row);
        if rows.len() >= ROWS || bytes >= BYTES {
            flush(session, &sql, &rows)?;
            rows.clear();
            bytes = 0;
        }
        Ok(())
    })?;
    flush(session, &sql, &rows)?;
    Ok(shortened)
}

fn flush(session: &Session, sql: &str, rows: &[Vec<Value>]) -> Result<(), StoreError> {
    let sets: Vec<Vec<Param<'_>>> = rows
        .iter()
        .map(|row| row.iter().map(|one| one.as_ref() as Param<'_>).collect())
        .collect();
    session.query_many(sql, &sets).map(drop).map_err(failed)
}

/// The next number that the server gives follows the last one that was given.
fn follow_numbers(
    session: &Session,
    mirror: &Mirror,
    table: &TableShape,
) -> Result<(), StoreError> {
    if !table.has_numbers() {
        return Ok(());
    }
    let Some(highest) = mirror.highest(table)? else {
        return Ok(());
    };
    let sequence = format!("SELECT pg_get_serial_sequence('{}', 'number')", table.name);
    let sequence: Option<String> = match session.first(&sequence, &[])? {
        Some(row) => column(&row, 0)?,
        None => None,
    };
    let Some(sequence) = sequence else {
        // Its numbers are those of another table.
        return Ok(());
    };
    let follow = "SELECT setval($1::text::regclass, $2)";
    session.first(follow, &[&sequence, &highest]).map(drop)
}

fn length(cell: &Cell) -> usize {
    match cell {
        Cell::Nothing | Cell::Number(_) => 8,
        Cell::Text(text) => text.len(),
        Cell::Bytes(bytes) => bytes.len(),
    }
}

fn has_nul(cell: &Cell) -> bool {
    matches!(cell, Cell::Text(text) if text.contains('\0'))
}

/// A value as its column takes it. PostgreSQL keeps no NUL in a text: it is left out.
fn value(kind: CellKind, cell: Cell) -> Value {
    match (kind, cell) {
        (_, Cell::Number(number)) => Box::new(number),
        (_, Cell::Text(text)) if text.contains('\0') => Box::new(text.replace('\0', "")),
        (_, Cell::Text(text)) => Box::new(text),
        (_, Cell::Bytes(bytes)) => Box::new(bytes),
        (CellKind::Number, Cell::Nothing) => Box::new(None::<i64>),
        (CellKind::Text, Cell::Nothing) => Box::new(None::<String>),
        (CellKind::Bytes, Cell::Nothing) => Box::new(None::<Vec<u8>>),
    }
}
