use wangge_domain::lifecycle::{Annulment, AnnulmentCause, Status, speaks_for};
use wangge_sync_engine::client::view;

use crate::error::CoreError;
use crate::facade::Core;
use crate::store::{HazardFilter, HazardRow};

/// Hazards looked at.
const LOOKED_AT: usize = 20_000;

/// A case that was handed on to this person, and whose ground fell away（上报后撤销逾期）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnulledEscalation {
    /// The hazard.
    pub hazard: HazardRow,
    /// What was annulled, and to whom the case had been handed on.
    pub annulment: Annulment,
    /// Why: the act that was in time; `None` if it is not here.
    pub cause: Option<AnnulmentCause>,
}

impl Core {
    /// The cases that this person or the body they speak for received, and whose overdue mark was
    /// annulled since（上报后撤销逾期告知）of design section 4, the newest first; for the days of the
    /// policy. Works offline.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn annulled_escalations(&self) -> Result<Vec<AnnulledEscalation>, CoreError> {
        let session = self.session()?;
        let now = self.now(&session);
        let grants: Vec<_> = session.control.grants_of(session.user, now).collect();
        let mut found = Vec::new();
        if !grants
            .iter()
            .any(|grant| speaks_for(&session.policy, grant).is_some())
        {
            return Ok(found);
        }
        for row in self
            .inner
            .store
            .hazards(&HazardFilter::default(), LOOKED_AT)?
        {
            // A mark is annulled after its deadline, and stands no more.
            let never = matches!(
                row.status,
                Status::Draft | Status::Found | Status::NoticeIssued
            );
            if row.overdue || never {
                continue;
            }
            let record = self.read(&session, |ctx| view(ctx, row.record))?;
            let Some(state) = record.map(|record| record.state) else {
                continue;
            };
            let Some(annulment) = state.annulled.clone() else {
                continue;
            };
            let mine = annulment.is_told(&session.policy, session.user, grants.iter().copied());
            if mine && annulment.is_news(&session.policy, now) {
                found.push(AnnulledEscalation {
                    hazard: row,
                    cause: annulment.cause(&state),
                    annulment,
                });
            }
        }
        found.sort_by_key(|one| (std::cmp::Reverse(one.annulment.at), one.hazard.record));
        Ok(found)
    }
}
