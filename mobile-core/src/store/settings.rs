//! Small named values: counters, addresses, tokens, the policy pack's bytes.

use rusqlite::{Connection, OptionalExtension as _, Transaction};

use super::{Database, DbError};

/// Reads a value.
pub(super) fn get(connection: &Connection, name: &str) -> Result<Option<Vec<u8>>, DbError> {
    Ok(connection
        .prepare_cached("SELECT value FROM setting WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?)
}

/// Writes a value.
pub(super) fn set(tx: &Transaction<'_>, name: &str, value: &[u8]) -> Result<(), DbError> {
    tx.prepare_cached(
        "INSERT INTO setting (name, value) VALUES (?1, ?2) \
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )?
    .execute((name, value))?;
    Ok(())
}

impl Database {
    /// A named value.
    pub(crate) fn setting(&self, name: &'static str) -> Result<Option<Vec<u8>>, DbError> {
        self.read(|connection| get(connection, name))
    }

    /// A named text.
    pub(crate) fn setting_text(&self, name: &'static str) -> Result<Option<String>, DbError> {
        let bytes = self.setting(name)?;
        bytes
            .map(|bytes| String::from_utf8(bytes).map_err(|error| DbError::decode(name, error)))
            .transpose()
    }

    /// Sets several named values at once.
    pub(crate) fn set_settings(&self, values: Vec<(&'static str, Vec<u8>)>) -> Result<(), DbError> {
        self.write(move |tx| {
            values
                .iter()
                .try_for_each(|(name, value)| set(tx, name, value))
        })
    }

    /// Removes a named value.
    pub(crate) fn clear_setting(&self, name: &'static str) -> Result<(), DbError> {
        self.write(move |tx| {
            tx.execute("DELETE FROM setting WHERE name = ?1", [name])?;
            Ok(())
        })
    }

    /// The last value that a durable counter gave; 0: none.
    pub(crate) fn last_count(&self, name: &'static str) -> Result<u64, DbError> {
        let bytes = self.setting(name)?;
        let last: Option<[u8; 8]> = bytes.and_then(|bytes| bytes.try_into().ok());
        Ok(last.map_or(0, u64::from_be_bytes))
    }

    /// Takes the next value of a durable counter, from 1. A value is never given twice: whoever
    /// took it and crashed leaves a gap.
    pub(crate) fn next_count(&self, name: &'static str) -> Result<u64, DbError> {
        self.write(move |tx| {
            let last = get(tx, name)?
                .and_then(|bytes| bytes.try_into().ok())
                .map_or(0, u64::from_be_bytes);
            let next = last + 1;
            set(tx, name, &next.to_be_bytes())?;
            Ok(next)
        })
    }
}
