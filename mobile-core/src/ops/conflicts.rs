use std::collections::BTreeMap;

use wangge_domain::RecordId;
use wangge_domain::record::Scalar;

use crate::{Core, CoreError};

/// A field that two people wrote at the same time（冲突）: both values, nothing hidden.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The key.
    pub key: String,
    /// Every value; the one shown stands first.
    pub values: Vec<Scalar>,
}

impl Core {
    /// The open conflicts of a record.
    ///
    /// # Errors
    /// [`CoreError::UnknownRecord`].
    pub fn conflicts(&self, record: RecordId) -> Result<Vec<Conflict>, CoreError> {
        self.with(|work| {
            let content = work.view(record)?.content;
            Ok(content
                .conflicts
                .iter()
                .map(|(key, values)| {
                    let shown = content.fields.get(key);
                    let mut values = values.clone();
                    values.sort_by_key(|value| Some(value) != shown);
                    Conflict { key: key.clone(), values }
                })
                .collect())
        })
    }

    /// Settles a conflict: the value given replaces all that stand there.
    ///
    /// # Errors
    /// [`CoreError::InvalidInput`] if there is no conflict at this key.
    pub fn resolve_conflict(
        &self,
        record: RecordId,
        key: &str,
        value: Scalar,
    ) -> Result<(), CoreError> {
        self.with(|work| {
            let view = work.view(record)?;
            if !view.content.conflicts.contains_key(key) {
                return Err(CoreError::InvalidInput(format!("{key} 没有冲突")));
            }
            let edits = BTreeMap::from([(key.to_owned(), value)]);
            work.edit(record, &view.kind, view.stream, &edits)
        })
    }
}
