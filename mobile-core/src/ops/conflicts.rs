use std::collections::BTreeMap;

use wangge_domain::RecordId;
use wangge_domain::hazard::refuse_settling;
use wangge_domain::lifecycle::refuse_renaming;
use wangge_domain::premises::keys;
use wangge_domain::record::{RecordKind, Scalar};
use wangge_sync_engine::store::RecordUpdate;

use super::answer::refuse_settled;
use super::premises_marks::permit_mark;
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

    /// Decides a conflict by writing one value（处理冲突）, one of those offered or a new one; where a
    /// notice was issued meanwhile, what the notice quotes.
    ///
    /// # Errors
    /// [`CoreError::InvalidInput`]: there is no conflict at this key. [`CoreError::NotAllowed`]: a
    /// notice quotes something else (S4-06), or the record is settled.
    pub fn resolve_conflict(
        &self,
        record: RecordId,
        key: &str,
        value: &Scalar,
    ) -> Result<(), CoreError> {
        let session = self.session()?;
        self.change(&session, |ctx| {
            // Read in the same turn: a notice that a sync brings is seen, or comes after the decision.
            let quoted = match self.basis_of(&session, record, &RecordKind::Rectification) {
                Ok(file) => file.basis.quoted,
                Err(CoreError::UnknownRecord) => None,
                Err(error) => return Err(error),
            };
            let subject = Subject::load(ctx, &session, record)?;
            refuse_settled(&subject)?;
            let RecordUpdate {
                kind,
                state,
                content,
                ..
            } = &subject.record;
            if !content.conflicts.contains_key(key) {
                return Err(CoreError::InvalidInput(format!("no conflict: {key}")));
            }
            if *kind == RecordKind::Premises && keys::MARKS.contains(&key) {
                permit_mark(&session, key, |operation| {
                    subject.permit(&session, operation)
                })?;
            }
            if *kind == RecordKind::Rectification {
                refuse_settling(state, content, quoted.as_ref(), (key, value))
                    .map_err(CoreError::NotAllowed)?;
            }
            let edits = BTreeMap::from([(key.to_owned(), value.clone())]);
            // One of those that were written is what it is called; another one would rename it.
            let is_new = content
                .conflicts
                .get(key)
                .is_none_or(|all| !all.contains(value));
            if kind.is_case() && is_new {
                refuse_renaming(state, content, &edits).map_err(CoreError::NotAllowed)?;
            }
            self.edit_record(ctx, &subject.record, &edits)
        })
    }
}
