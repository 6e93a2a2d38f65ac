use wangge_domain::schedule::{OpenNotice, recheck_list};
use wangge_sync_engine::client::view;

use crate::error::CoreError;
use crate::facade::Core;
use crate::store::HazardFilter;

/// Open hazards looked at.
const LOOKED_AT: usize = 20_000;

impl Core {
    /// The notices to recheck in the last ten days of the month（下旬复查清单）of S4-07, those that
    /// threaten life first, then by deadline.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn recheck_list(&self) -> Result<Vec<OpenNotice>, CoreError> {
        let session = self.session()?;
        let today = self.now(&session).china_date();
        let filter = HazardFilter {
            open_only: true,
            ..HazardFilter::default()
        };
        let mut open = Vec::new();
        for row in self.inner.store.hazards(&filter, LOOKED_AT)? {
            let record = self.read(&session, |ctx| view(ctx, row.record))?;
            let issued = record
                .and_then(|record| record.state.noticed_at)
                .map(wangge_domain::Timestamp::china_date);
            if let (Some(issued_on), Some(due)) = (issued, row.due) {
                open.push(OpenNotice {
                    rectification: row.record,
                    issued_on,
                    due_on: due.china_date(),
                    life_threat: row.life_threat,
                });
            }
        }
        Ok(recheck_list(&open, today))
    }
}
