//! What was typed into a form and not saved yet, among the small named values.

use super::settings::{get, set};
use super::{Database, DbError};

/// Before the name of a form, so that no form takes the place of another setting.
const PREFIX: &str = "form/";

impl Database {
    /// Keeps the text of a form in place of what was kept of it.
    pub(crate) fn keep_form(&self, name: &str, text: &str) -> Result<(), DbError> {
        let (key, value) = (format!("{PREFIX}{name}"), text.as_bytes().to_vec());
        self.write(move |tx| set(tx, &key, &value))
    }

    /// The text kept of a form.
    pub(crate) fn kept_form(&self, name: &str) -> Result<Option<String>, DbError> {
        let key = format!("{PREFIX}{name}");
        let bytes = self.read(|connection| get(connection, &key))?;
        bytes
            .map(|bytes| String::from_utf8(bytes).map_err(|error| DbError::decode("form", error)))
            .transpose()
    }

    /// Forgets a form.
    pub(crate) fn drop_form(&self, name: &str) -> Result<(), DbError> {
        let key = format!("{PREFIX}{name}");
        self.write(move |tx| {
            tx.execute("DELETE FROM setting WHERE name = ?1", [&key])?;
            Ok(())
        })
    }
}
