use std::collections::BTreeMap;

use wangge_domain::RecordId;
use wangge_domain::record::Scalar;

use super::answer::refuse_settled;
use super::subject::Subject;
use crate::error::CoreError;
use crate::facade::Core;

/// A field that two people filled in differently at the same time（冲突）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldConflict {
    /// Content key.
    pub key: String,
    /// Every value, that which shows among them.
    pub values: Vec<Scalar>,
    /// The value that shows until somebody decides.
    pub shown: Option<Scalar>,
}

impl Core {
    /// The open conflicts of a record（冲突清单）: nothing that was written is hidden.
    ///
    /// # Errors
    /// [`CoreError::UnknownRecord`].
    pub fn conflicts(&self, record: RecordId) -> Result<Vec<FieldConflict>, CoreError> {
        let session = self.session()?;
        let view = self
            .read(&session, |ctx| {
                wangge_sync_engine::client::view(ctx, record)
            })?
            .ok_or(CoreError::UnknownRecord)?;
        let content = view.content;
        Ok(content
            .conflicts
            .iter()
            .map(|(key, values)| FieldConflict {
                key: key.clone(),
                values: values.clone(),
                shown: content.fields.get(key).cloned(),
            })
            .collect())
    }

    /// Decides a conflict by writing one value（处理冲突）, one of those offered or a new one.
    ///
    /// # Errors
    /// [`CoreError::InvalidInput`]: there is no conflict at this key. [`CoreError::NotAllowed`].
    pub fn resolve_conflict(
        &self,
        record: RecordId,
        key: &str,
        value: &Scalar,
    ) -> Result<(), CoreError> {
        let session = self.session()?;
        self.change(&session, |ctx| {
            let subject = Subject::load(ctx, &session, record)?;
            refuse_settled(&subject)?;
            if !subject.record.content.conflicts.contains_key(key) {
                return Err(CoreError::InvalidInput(format!("no conflict: {key}")));
            }
            let edits = BTreeMap::from([(key.to_owned(), value.clone())]);
            self.edit_record(ctx, &subject.record, &edits)
        })
    }
}
