use wangge_domain::lifecycle::{RecheckOverdue, Status, recheck_overdue};
use wangge_sync_engine::client::view;

use crate::error::CoreError;
use crate::facade::Core;
use crate::store::HazardRow;

impl Core {
    /// Whether the recheck of a hazard of a list is overdue（复查逾期）, by the policy and the time of day:
    /// since when, and whose it is. Its log is read only if it waits for a recheck. Works offline.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn recheck_overdue(&self, row: &HazardRow) -> Result<Option<RecheckOverdue>, CoreError> {
        if row.status != Status::Rechecking {
            return Ok(None);
        }
        let session = self.session()?;
        let read = self.read(&session, |ctx| view(ctx, row.record))?;
        let now = self.now(&session);
        Ok(read.and_then(|record| recheck_overdue(&session.policy, &record.state, now)))
    }
}
