use wangge_domain::lifecycle::Status;
use wangge_domain::{Timestamp, UserId};
use wangge_sync_engine::client::view;

use crate::error::CoreError;
use crate::facade::Core;
use crate::store::{HazardFilter, HazardRow};

/// Hazards looked at.
const LOOKED_AT: usize = 20_000;
/// The step by which somebody says themselves that they were there.
const COUNTERSIGN: &str = "rectification.countersign";

/// A recheck that names this person, who has not confirmed it（待本人确认的复查）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToConfirm {
    /// The hazard.
    pub hazard: HazardRow,
    /// Who named this person.
    pub by: UserId,
    /// When the recheck was made, as well as that is known.
    pub at: Timestamp,
}

impl Core {
    /// The rechecks that another one entered with this person as the second checker, who has not
    /// confirmed it and may（待本人确认的复查）, the oldest first. Works offline.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn to_confirm(&self) -> Result<Vec<ToConfirm>, CoreError> {
        let session = self.session()?;
        let mut found = Vec::new();
        // Whoever may confirm nothing is not made to wait for it.
        let mut grants = session.control.grants_of(session.user, self.now(&session));
        if !grants.any(|grant| session.policy.permits(grant.role, COUNTERSIGN).is_some()) {
            return Ok(found);
        }
        for row in self
            .inner
            .store
            .hazards(&HazardFilter::default(), LOOKED_AT)?
        {
            let never = matches!(
                row.status,
                Status::Draft | Status::Found | Status::NoticeIssued
            );
            if never {
                continue;
            }
            let record = self.read(&session, |ctx| view(ctx, row.record))?;
            let Some(state) = record.map(|record| record.state) else {
                continue;
            };
            let Some(act) = state.waits_for(session.user) else {
                continue;
            };
            let allowed = self.allowed_actions(row.record)?;
            if allowed.iter().any(|action| action.0 == COUNTERSIGN) {
                found.push(ToConfirm {
                    hazard: row,
                    by: act.user,
                    at: act.time.best(),
                });
            }
        }
        found.sort_by_key(|one| (one.at, one.hazard.record));
        Ok(found)
    }
}
