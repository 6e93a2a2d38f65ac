use rusqlite::{OptionalExtension as _, Transaction};

use super::tokens::{index_tokens, plain};
use crate::store::DbError;

/// Sets what a record is found by: one line per field, the most telling first.
pub(in crate::store) fn set_text(
    tx: &Transaction<'_>,
    number: i64,
    lines: &[&str],
) -> Result<(), DbError> {
    let lines: Vec<String> = lines
        .iter()
        .map(|line| plain(line))
        .filter(|line| !line.is_empty())
        .collect();
    let text = lines.join("\n");
    let before: Option<String> = tx
        .prepare_cached("SELECT text FROM search_text WHERE number = ?1")?
        .query_row([number], |row| row.get(0))
        .optional()?;
    if before.as_ref() == Some(&text) {
        return Ok(());
    }
    if before.is_some() {
        tx.prepare_cached("DELETE FROM search_index WHERE rowid = ?1")?
            .execute([number])?;
    }
    tx.prepare_cached("INSERT OR REPLACE INTO search_text (number, text) VALUES (?1, ?2)")?
        .execute((number, &text))?;
    tx.prepare_cached("INSERT INTO search_index (rowid, tokens) VALUES (?1, ?2)")?
        .execute((number, index_tokens(&text)))?;
    Ok(())
}
