use super::{RewardError, RewardLedger, RewardState};
use crate::{RecordId, Timestamp, UserId};

impl RewardLedger {
    /// Approves a reward（批准奖励）; `note` is needed if a photo looks like another one.
    ///
    /// # Errors
    /// [`RewardError`]: not in the ledger, not proposed, one's own, a note missing.
    pub fn approve(
        &mut self,
        hazard: RecordId,
        by: UserId,
        at: Timestamp,
        note: &str,
    ) -> Result<(), RewardError> {
        let row = self.row_mut(hazard)?;
        if row.state != RewardState::Proposed {
            return Err(RewardError::NotProposed);
        }
        if row.of.finder == by {
            return Err(RewardError::OwnReward);
        }
        if row.looks_like.is_some() && note.trim().is_empty() {
            return Err(RewardError::NeedsReason);
        }
        row.state = RewardState::Approved {
            by,
            at,
            note: note.to_owned(),
        };
        Ok(())
    }

    /// Rejects a reward（不予批准）with a reason.
    ///
    /// # Errors
    /// [`RewardError`]: not in the ledger, not proposed, one's own, no reason.
    pub fn reject(
        &mut self,
        hazard: RecordId,
        by: UserId,
        at: Timestamp,
        reason: &str,
    ) -> Result<(), RewardError> {
        let row = self.row_mut(hazard)?;
        if row.state != RewardState::Proposed {
            return Err(RewardError::NotProposed);
        }
        if row.of.finder == by {
            return Err(RewardError::OwnReward);
        }
        if reason.trim().is_empty() {
            return Err(RewardError::NeedsReason);
        }
        row.state = RewardState::Rejected {
            by,
            at,
            reason: reason.to_owned(),
        };
        Ok(())
    }
}
