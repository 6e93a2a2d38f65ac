use super::{RewardError, RewardLedger, RewardRules, RewardState};
use crate::{RecordId, Timestamp, UserId};

const DAY_MS: i64 = 24 * 3600 * 1000;

impl RewardLedger {
    /// Claims an approved reward（领取奖励）, once; gives the amount in fen.
    ///
    /// # Errors
    /// [`RewardError`]: not in the ledger, somebody else's, not approved, claimed before, too late.
    pub fn claim(
        &mut self,
        hazard: RecordId,
        by: UserId,
        at: Timestamp,
        rules: &RewardRules,
    ) -> Result<u64, RewardError> {
        let row = self.row_mut(hazard)?;
        if row.of.finder != by {
            return Err(RewardError::NotTheFinder);
        }
        let (approved_by, approved_at) = match row.state {
            RewardState::Approved { by, at, .. } => (by, at),
            RewardState::Claimed { .. } => return Err(RewardError::AlreadyClaimed),
            _ => return Err(RewardError::NotApproved),
        };
        let days = rules.claim_within_days;
        if at > approved_at.plus_ms(i64::from(days) * DAY_MS) {
            return Err(RewardError::ClaimTooLate { days });
        }
        row.state = RewardState::Claimed { approved_by, at };
        Ok(row.fen)
    }
}
