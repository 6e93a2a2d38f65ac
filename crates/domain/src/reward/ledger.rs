use serde::{Deserialize, Serialize};

use super::{RewardError, RewardRow, RewardState};
use crate::{RecordId, UserId};

/// The reward ledger（奖励台账）: rows in the order in which they were proposed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RewardLedger {
    pub(super) rows: Vec<RewardRow>,
}

impl RewardLedger {
    /// All rows.
    #[must_use]
    pub fn rows(&self) -> &[RewardRow] {
        &self.rows
    }

    /// The row of a hazard.
    #[must_use]
    pub fn get(&self, hazard: RecordId) -> Option<&RewardRow> {
        self.rows.iter().find(|row| row.of.hazard == hazard)
    }

    /// What a person has got or may claim（应得奖励）, in fen: approved and claimed.
    #[must_use]
    pub fn approved_fen(&self, finder: UserId) -> u64 {
        self.rows
            .iter()
            .filter(|row| row.of.finder == finder)
            .filter(|row| {
                matches!(
                    row.state,
                    RewardState::Approved { .. } | RewardState::Claimed { .. }
                )
            })
            .map(|row| row.fen)
            .fold(0, u64::saturating_add)
    }

    pub(super) fn row_mut(&mut self, hazard: RecordId) -> Result<&mut RewardRow, RewardError> {
        self.rows
            .iter_mut()
            .find(|row| row.of.hazard == hazard)
            .ok_or(RewardError::NotInLedger { hazard })
    }
}
