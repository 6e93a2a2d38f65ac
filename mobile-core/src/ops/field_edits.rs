use wangge_domain::RecordId;
use wangge_domain::lifecycle::FieldEdit;
use wangge_sync_engine::client::{edits_of, view};

use super::subject::{home_of, permit_in_grid};
use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// The fields of a record that were written anew since it was registered（改动经过）: what stood there,
    /// what stands there since, by whom and when; in the order of the log, pending ones last. Photos
    /// and signatures are shown with the record.
    ///
    /// # Errors
    /// [`CoreError::UnknownRecord`], [`CoreError::NotAllowed`].
    pub fn field_edits(&self, record: RecordId) -> Result<Vec<FieldEdit>, CoreError> {
        let session = self.session()?;
        let found = self.read(&session, |ctx| view(ctx, record))?;
        let found = found.ok_or(CoreError::UnknownRecord)?;
        if let Some(operation) = found.kind.restricted_read() {
            let (grid, now) = (home_of(&session, &found), self.now(&session));
            permit_in_grid(&session, grid, None, operation, now)?;
        }
        let edits = self.read(&session, |ctx| edits_of(ctx, record))?;
        edits.ok_or(CoreError::UnknownRecord)
    }
}
