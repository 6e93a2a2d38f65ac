use wangge_domain::register::{RegisterLine, RewardAct, RewardDecision};

use crate::error::CoreError;
use crate::facade::Core;

/// What was decided of this person's rewards（我的奖励）.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MyRewards {
    /// Every decision, in the order of the log.
    pub decisions: Vec<RewardDecision>,
    /// Approved and not fetched yet, in fen.
    pub to_claim_fen: u64,
    /// Fetched, in fen.
    pub claimed_fen: u64,
}

impl Core {
    /// The rewards of this person as far as they were decided（奖励台账）of S0-35. Works offline.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn my_rewards(&self) -> Result<MyRewards, CoreError> {
        let session = self.session()?;
        let mut decided: Vec<(&RegisterLine, RewardDecision)> = session
            .control
            .registers
            .latest::<RewardDecision>()
            .into_iter()
            .filter(|(_, decision)| decision.finder == session.user)
            .collect();
        decided.sort_by_key(|(line, _)| line.seq);
        let mut mine = MyRewards::default();
        for (_, decision) in decided {
            match decision.act {
                RewardAct::Approve => {
                    mine.to_claim_fen = mine.to_claim_fen.saturating_add(decision.fen);
                }
                RewardAct::Claim => {
                    mine.to_claim_fen = mine.to_claim_fen.saturating_sub(decision.fen);
                    mine.claimed_fen = mine.claimed_fen.saturating_add(decision.fen);
                }
                RewardAct::Reject => {}
            }
            mine.decisions.push(decision);
        }
        Ok(mine)
    }
}
