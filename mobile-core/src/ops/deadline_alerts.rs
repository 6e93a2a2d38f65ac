use wangge_domain::RecordId;
use wangge_domain::lifecycle::{OwedAct, owed_act};
use wangge_domain::schedule::{DeadlineAlert, deadline_alert};
use wangge_sync_engine::client::view;

use crate::error::CoreError;
use crate::facade::Core;
use crate::store::HazardFilter;

/// Open hazards looked at.
const LOOKED_AT: usize = 20_000;

impl Core {
    /// The hazards whose deadline draws near（办结预警）of S0-20, those with the fewest days first. Works
    /// offline.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn deadline_alerts(&self) -> Result<Vec<(RecordId, DeadlineAlert)>, CoreError> {
        let session = self.session()?;
        let now = self.now(&session);
        let filter = HazardFilter {
            open_only: true,
            ..HazardFilter::default()
        };
        let mut found = Vec::new();
        for row in self.inner.store.hazards(&filter, LOOKED_AT)? {
            let record = self.read(&session, |ctx| view(ctx, row.record))?;
            let alert =
                record.and_then(|record| deadline_alert(&session.policy, &record.state, now));
            found.extend(alert.map(|alert| (row.record, alert)));
        }
        found.sort_by_key(|(record, alert)| (alert.days_left, *record));
        Ok(found)
    }

    /// The hazards that wait for notice, service or judgement beyond the time of the policy（超时未办）,
    /// those that wait longest first. Works offline.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn acts_overdue(&self) -> Result<Vec<(RecordId, OwedAct)>, CoreError> {
        let session = self.session()?;
        let now = self.now(&session);
        let filter = HazardFilter {
            open_only: true,
            ..HazardFilter::default()
        };
        let mut found = Vec::new();
        for row in self.inner.store.hazards(&filter, LOOKED_AT)? {
            let record = self.read(&session, |ctx| view(ctx, row.record))?;
            let owed = record.and_then(|record| owed_act(&session.policy, &record.state));
            let late = owed.filter(|owed| owed.is_late(now));
            found.extend(late.map(|owed| (row.record, owed)));
        }
        found.sort_by_key(|(record, owed)| (owed.by, *record));
        Ok(found)
    }
}
