use std::collections::BTreeMap;

use wangge_domain::RecordId;
use wangge_domain::inspection::keys;
use wangge_domain::record::{RecordKind, Scalar};

use super::answer::refuse_settled;
use super::subject::Subject;
use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// Writes down how a visit ended（走访结果）before it is signed: a signature covers the outcome, and
    /// one that came with the submission would make it void. The outcome is judged there.
    ///
    /// # Errors
    /// [`CoreError::UnknownRecord`], [`CoreError::NotAllowed`].
    pub fn note_outcome(
        &self,
        inspection: RecordId,
        outcome: &str,
        note: &str,
    ) -> Result<(), CoreError> {
        let session = self.session()?;
        self.change(&session, |ctx| {
            let subject = Subject::load_kind(ctx, &session, inspection, &RecordKind::Inspection)?;
            refuse_settled(&subject)?;
            let edits = outcome_edits(outcome, note);
            self.edit_record(ctx, &subject.record, &edits)
        })
    }
}

/// The fields in which the outcome of a visit stands.
pub(super) fn outcome_edits(outcome: &str, note: &str) -> BTreeMap<String, Scalar> {
    BTreeMap::from([
        (keys::CENSUS_OUTCOME.to_owned(), outcome.into()),
        (keys::CENSUS_NOTE.to_owned(), note.into()),
    ])
}
