use wangge_domain::RecordId;

use crate::error::CoreError;
use crate::facade::Core;
use crate::store::PremisesRow;

impl Core {
    /// The row of one premises（场所一行）: name and address for a list that knows only its id.
    ///
    /// # Errors
    /// [`CoreError::UnknownRecord`].
    pub fn premises_line(&self, premises: RecordId) -> Result<PremisesRow, CoreError> {
        self.not_locked()?;
        let row = self.inner.store.premises_row(premises)?;
        row.ok_or(CoreError::UnknownRecord)
    }
}
