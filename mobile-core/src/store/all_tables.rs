use rusqlite::Connection;
use rusqlite::types::ValueRef;
use wangge_domain::Digest;
use wangge_protocol::Hasher;

use super::{Database, DbError};

impl Database {
    /// One hash over every row of every table: two databases with the same one say the same.
    ///
    /// # Errors
    /// [`DbError`].
    pub(crate) fn all_tables(&self) -> Result<Digest, DbError> {
        self.read(|connection| {
            // A table that answers only to a search has its content in the tables beside it.
            let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 \
                       ORDER BY name";
            let names: Vec<String> = connection
                .prepare(sql)?
                .query_map([], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            let mut all = Hasher::new("wangge/all-tables/1");
            for name in names {
                all = all.part(name.as_bytes()).part(&table(connection, &name)?.0);
            }
            Ok(all.finish())
        })
    }
}

fn table(connection: &Connection, name: &str) -> Result<Digest, DbError> {
    let mut statement = connection.prepare(&format!("SELECT * FROM \"{name}\""))?;
    let columns = statement.column_count();
    let mut found = statement.query([])?;
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        let mut hash = Hasher::new("wangge/row/1");
        for column in 0..columns {
            hash = match row.get_ref(column)? {
                ValueRef::Null => hash.part(b"null"),
                ValueRef::Integer(value) => hash.part(&value.to_be_bytes()),
                ValueRef::Real(value) => hash.part(&value.to_be_bytes()),
                ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
                    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
                    hash.part(&length.to_be_bytes()).part(bytes)
                }
            };
        }
        rows.push(hash.finish());
    }
    rows.sort();
    let sum = Hasher::new("wangge/table/1");
    Ok(rows.iter().fold(sum, |sum, row| sum.part(&row.0)).finish())
}
