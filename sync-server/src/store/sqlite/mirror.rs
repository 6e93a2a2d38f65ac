use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OptionalExtension as _, ToSql, params_from_iter};
use wangge_domain::Timestamp;
use wangge_sync_engine::store::StoreError;

use super::convert::{corrupt, failed};
use super::database::{OpenError, SqliteDatabase};
use crate::store::row_codec::place;
use crate::store::table_rows::{Cell, CellKind, TableShape};

/// How long it waits for whoever looks at the file.
const BUSY: Duration = Duration::from_secs(10);

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Nothing => ValueRef::Null,
            Self::Number(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// A database file that takes over row by row what another store holds（镜像库）, in one transaction.
/// A row that did not change is not written, so that its page stays as it was.
pub(in crate::store) struct Mirror {
    connection: Connection,
    /// Where rows arrive before they are compared.
    incoming: PathBuf,
}

impl Mirror {
    /// Opens or makes the file and begins. What is not committed was not written.
    pub(in crate::store) fn open(path: &Path, now: Timestamp) -> Result<Self, StoreError> {
        // It makes the tables, and brings them to this build's version.
        let made = SqliteDatabase::open(path, now);
        drop(made.map_err(|error| match error {
            OpenError::Damaged(what) => StoreError::Corrupt(what),
            error => StoreError::Failed(error.to_string()),
        })?);
        let mut incoming = path.as_os_str().to_owned();
        incoming.push(".incoming");
        let incoming = PathBuf::from(incoming);
        remove(&incoming)?;
        let connection = Connection::open(path).map_err(failed)?;
        connection.busy_timeout(BUSY).map_err(failed)?;
        connection.set_prepared_statement_cache_capacity(256);
        // Tables come in any order.
        let settings = [
            ("foreign_keys", "off"),
            ("synchronous", "normal"),
            // What goes is overwritten in the file, not only let go of.
            ("secure_delete", "on"),
        ];
        for (name, value) in settings {
            connection
                .pragma_update(None, name, value)
                .map_err(failed)?;
        }
        let at = incoming
            .to_str()
            .ok_or_else(|| StoreError::Failed("the path is no text".to_owned()))?;
        connection
            .execute("ATTACH ?1 AS incoming", [at])
            .map_err(failed)?;
        for name in ["journal_mode", "synchronous"] {
            connection
                .pragma_update(Some("incoming"), name, "off")
                .map_err(failed)?;
        }
        connection
            .execute_batch("BEGIN IMMEDIATE")
            .map_err(failed)?;
        Ok(Self {
            connection,
            incoming,
        })
    }

    /// All tables but the list of the steps of the schema, which is the file's own; those that
    /// others point to come first.
    pub(in crate::store) fn tables(&self) -> Result<Vec<TableShape>, StoreError> {
        let names = "SELECT name FROM pragma_table_list
             WHERE schema = 'main' AND type = 'table' AND name <> 'migration'
               AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";
        let mut statement = self.connection.prepare(names).map_err(failed)?;
        let names = statement.query_map([], |row| row.get(0)).map_err(failed)?;
        let mut left: Vec<String> = names.collect::<rusqlite::Result<_>>().map_err(failed)?;
        let mut tables = Vec::new();
        while !left.is_empty() {
            let mut waiting = Vec::new();
            let before = tables.len();
            for name in &left {
                let points_to_later = self
                    .points_to(name)?
                    .iter()
                    .any(|other| other != name && left.contains(other));
                if points_to_later {
                    waiting.push(name.clone());
                } else {
                    tables.push(self.shape(name)?);
                }
            }
            if tables.len() == before {
                return Err(corrupt("tables point to each other in a ring"));
            }
            left = waiting;
        }
        Ok(tables)
    }

    fn points_to(&self, table: &str) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT \"table\" FROM pragma_foreign_key_list(?1)";
        let mut statement = self.connection.prepare_cached(sql).map_err(failed)?;
        let found = statement
            .query_map([table], |row| row.get(0))
            .map_err(failed)?;
        found.collect::<rusqlite::Result<_>>().map_err(failed)
    }

    fn shape(&self, table: &str) -> Result<TableShape, StoreError> {
        let sql = "SELECT name, lower(type), pk FROM pragma_table_xinfo(?1) ORDER BY cid";
        let mut statement = self.connection.prepare_cached(sql).map_err(failed)?;
        let mut rows = statement.query([table]).map_err(failed)?;
        let (mut columns, mut key) = (Vec::new(), Vec::new());
        while let Some(row) = rows.next().map_err(failed)? {
            let name: String = row.get(0).map_err(failed)?;
            let kind: String = row.get(1).map_err(failed)?;
            let place_in_key: i64 = row.get(2).map_err(failed)?;
            let kind = match kind.as_str() {
                "integer" => CellKind::Number,
                "text" => CellKind::Text,
                "blob" => CellKind::Bytes,
                _ => return Err(corrupt(&format!("a column of the kind {kind}"))),
            };
            if place_in_key > 0 {
                key.push((place_in_key, name.clone()));
            }
            columns.push((name, kind));
        }
        key.sort();
        Ok(TableShape {
            name: table.to_owned(),
            columns,
            key: key.into_iter().map(|(_, name)| name).collect(),
        })
    }

    /// The end of a log as it was taken over: its seq and its chain.
    pub(in crate::store) fn head(&self, stream: i64) -> Result<(i64, Vec<u8>), StoreError> {
        let sql = "SELECT seq, chain_hash FROM stream WHERE number = ?1";
        let mut statement = self.connection.prepare_cached(sql).map_err(failed)?;
        let found = statement.query_row([stream], |row| Ok((row.get(0)?, row.get(1)?)));
        let found = found.optional().map_err(failed)?;
        Ok(found.unwrap_or_default())
    }

    /// Whether the log of a stream that was taken over ends where its head says.
    pub(in crate::store) fn ends_at(&self, stream: i64, seq: i64) -> Result<bool, StoreError> {
        let sql = "SELECT max(place) FROM log WHERE place > ?1 AND place < ?2";
        let bounds = (place(stream, 0), place(stream + 1, 0));
        let mut statement = self.connection.prepare_cached(sql).map_err(failed)?;
        let last: Option<i64> = statement
            .query_row(bounds, |row| row.get(0))
            .map_err(failed)?;
        let expected = u64::try_from(seq).ok().and_then(|seq| place(stream, seq));
        Ok(last == expected.filter(|_| seq > 0))
    }

    /// Adds a row that is new.
    pub(in crate::store) fn add(&self, table: &TableShape, row: &[Cell]) -> Result<(), StoreError> {
        self.insert("main", table, row)
    }

    fn insert(&self, schema: &str, table: &TableShape, row: &[Cell]) -> Result<(), StoreError> {
        let (name, columns) = (&table.name, table.listed());
        let places = vec!["?"; row.len()].join(", ");
        let sql = format!("INSERT INTO {schema}.\"{name}\" ({columns}) VALUES ({places})");
        let mut statement = self.connection.prepare_cached(&sql).map_err(failed)?;
        statement
            .execute(params_from_iter(row))
            .map(drop)
            .map_err(refused)
    }

    /// Makes room for the rows of a table, which are then told one by one, and settled.
    pub(in crate::store) fn expect(&self, table: &TableShape) -> Result<(), StoreError> {
        let columns = table.columns.iter().map(|(name, kind)| {
            let kind = match kind {
                CellKind::Number => "INTEGER",
                CellKind::Text => "TEXT",
                CellKind::Bytes => "BLOB",
            };
            format!("\"{name}\" {kind}")
        });
        let columns: Vec<String> = columns.collect();
        let key: Vec<String> = table.key.iter().map(|name| format!("\"{name}\"")).collect();
        let sql = format!(
            "CREATE TABLE incoming.\"{}\" ({}, PRIMARY KEY ({})) STRICT",
            table.name,
            columns.join(", "),
            key.join(", ")
        );
        self.connection.execute_batch(&sql).map_err(failed)
    }

    /// Hears one of the rows that are expected.
    pub(in crate::store) fn hear(
        &self,
        table: &TableShape,
        row: &[Cell],
    ) -> Result<(), StoreError> {
        self.insert("incoming", table, row)
    }

    /// Takes over what was heard: rows that are new or otherwise. With `all`, rows that were not
    /// heard go. Gives how many rows were written or went.
    pub(in crate::store) fn settle(
        &self,
        table: &TableShape,
        all: bool,
    ) -> Result<u64, StoreError> {
        let (name, columns) = (&table.name, table.listed());
        let here = format!("main.\"{name}\"");
        let there = format!("incoming.\"{name}\"");
        let same_key = joined(&table.key, " AND ", |column| {
            format!("one.\"{column}\" = other.\"{column}\"")
        });
        let rest: Vec<String> = table.columns.iter().map(|(name, _)| name.clone()).collect();
        let differs = joined(&rest, " OR ", |column| {
            format!("one.\"{column}\" IS NOT other.\"{column}\"")
        });
        let run = |sql: &str| -> Result<u64, StoreError> {
            let changed = self.connection.execute(sql, []).map_err(refused)?;
            Ok(changed as u64)
        };
        let mut changed = 0;
        if all {
            changed += run(&format!(
                "DELETE FROM {here} AS one WHERE NOT EXISTS
                   (SELECT 1 FROM {there} AS other WHERE {same_key})"
            ))?;
        }
        // What is written anew is counted once, when it is written.
        run(&format!(
            "DELETE FROM {here} AS one WHERE EXISTS
               (SELECT 1 FROM {there} AS other WHERE {same_key} AND ({differs}))"
        ))?;
        changed += run(&format!(
            "INSERT INTO {here} ({columns}) SELECT {columns} FROM {there} AS one WHERE NOT EXISTS
               (SELECT 1 FROM {here} AS other WHERE {same_key})"
        ))?;
        self.connection
            .execute_batch(&format!("DROP TABLE {there}"))
            .map_err(failed)?;
        Ok(changed)
    }

    /// Takes over a row of the log that was blanked since it was taken over: the file says by now that
    /// it may.
    pub(in crate::store) fn blank(&self, place: i64, body: &[u8]) -> Result<(), StoreError> {
        let sql = "UPDATE main.log SET body = ?2 WHERE place = ?1 AND body IS NOT ?2";
        let mut statement = self.connection.prepare_cached(sql).map_err(failed)?;
        statement.execute((place, body)).map(drop).map_err(refused)
    }

    /// Rows of a table.
    pub(in crate::store) fn count(&self, table: &TableShape) -> Result<i64, StoreError> {
        let sql = format!("SELECT count(*) FROM main.\"{}\"", table.name);
        let mut statement = self.connection.prepare_cached(&sql).map_err(failed)?;
        statement.query_row([], |row| row.get(0)).map_err(failed)
    }

    /// The highest number that a table has given, if it has any.
    pub(in crate::store) fn highest(&self, table: &TableShape) -> Result<Option<i64>, StoreError> {
        let sql = format!("SELECT max(number) FROM main.\"{}\"", table.name);
        self.connection
            .query_row(&sql, [], |row| row.get(0))
            .map_err(failed)
    }

    /// Tells every row of a table.
    pub(in crate::store) fn each_row(
        &self,
        table: &TableShape,
        mut tell: impl FnMut(Vec<Cell>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let sql = format!("SELECT {} FROM main.\"{}\"", table.listed(), table.name);
        let mut statement = self.connection.prepare(&sql).map_err(failed)?;
        let mut rows = statement.query([]).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            let cells =
                (0..table.columns.len()).map(|index| cell(row.get_ref(index).map_err(failed)?));
            tell(cells.collect::<Result<_, _>>()?)?;
        }
        Ok(())
    }

    /// Number and id of every tenant of the file.
    pub(in crate::store) fn tenants(&self) -> Result<Vec<(i64, Vec<u8>)>, StoreError> {
        let sql = "SELECT number, tenant FROM tenant";
        let mut statement = self.connection.prepare(sql).map_err(failed)?;
        let found = statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .map_err(failed)?;
        found.collect::<rusqlite::Result<_>>().map_err(failed)
    }

    /// Writes what was taken over.
    pub(in crate::store) fn commit(&self) -> Result<(), StoreError> {
        self.connection.execute_batch("COMMIT").map_err(failed)
    }
}

impl Drop for Mirror {
    fn drop(&mut self) {
        // Whatever is not committed goes with the connection; a rest of the rows that arrived is
        // removed when the file is opened again at the latest.
        let _detached = self.connection.execute_batch("ROLLBACK");
        let _detached = self.connection.execute_batch("DETACH incoming");
        let _gone = std::fs::remove_file(&self.incoming);
    }
}

/// A row that is there already, or one that is never changed and would be: the file and what is told
/// do not belong together.
fn refused(error: rusqlite::Error) -> StoreError {
    if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) {
        return corrupt(&error.to_string());
    }
    failed(error)
}

fn joined(columns: &[String], word: &str, say: impl Fn(&String) -> String) -> String {
    columns.iter().map(say).collect::<Vec<_>>().join(word)
}

fn cell(value: ValueRef<'_>) -> Result<Cell, StoreError> {
    Ok(match value {
        ValueRef::Null => Cell::Nothing,
        ValueRef::Integer(number) => Cell::Number(number),
        ValueRef::Real(_) => return Err(corrupt("a number with a fraction")),
        ValueRef::Text(text) => Cell::Text(
            String::from_utf8(text.to_vec()).map_err(|_| corrupt("a text is not UTF-8"))?,
        ),
        ValueRef::Blob(bytes) => Cell::Bytes(bytes.to_vec()),
    })
}

fn remove(path: &Path) -> Result<(), StoreError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(StoreError::Failed(error.to_string()))
        }
        _ => Ok(()),
    }
}
