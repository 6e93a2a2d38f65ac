use crate::error::CoreError;
use crate::facade::Core;
use crate::store::DraftRow;

impl Core {
    /// Records that wait for their author（草稿列表）: unsealed edits, own visits and hazards that
    /// were never submitted, and what was returned; the oldest first.
    ///
    /// # Errors
    /// The store failed.
    pub fn list_drafts(&self, limit: usize) -> Result<Vec<DraftRow>, CoreError> {
        self.not_locked()?;
        Ok(self.inner.store.draft_rows(limit)?)
    }
}
