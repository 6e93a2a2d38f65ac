use serde::{Deserialize, Serialize};

use super::{RegisterEntry, RegisterError, RegisterRow};
use crate::control::ControlState;
use crate::reward::RewardError;
use crate::{RecordId, UserId};

/// What was decided of a reward（奖励审批与兑现）of S0-35. The key of its row is `{hazard}/{act}`: each act
/// happens once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RewardDecision {
    /// The hazard that is rewarded.
    pub hazard: RecordId,
    /// Who found it.
    pub finder: UserId,
    /// What was done.
    pub act: RewardAct,
    /// Who did it.
    pub by: UserId,
    /// Amount in fen.
    pub fen: u64,
    /// Remark, or the reason of a rejection.
    #[serde(default)]
    pub note: String,
}

/// An act on a reward（奖励办理）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RewardAct {
    /// 批准.
    Approve,
    /// 不予批准.
    Reject,
    /// 兑现领取.
    Claim,
}

impl RewardDecision {
    /// The key of its row.
    #[must_use]
    pub fn key(&self) -> String {
        let act = match self.act {
            RewardAct::Approve | RewardAct::Reject => "decision",
            RewardAct::Claim => "claim",
        };
        format!("{}/{act}", self.hazard)
    }
}

impl RegisterEntry for RewardDecision {
    const REGISTER: &'static str = "reward_decision";
    const ZH: &'static str = "奖励审批";
    const RULE: &'static str = "S0-35";
    // Only the ledger's own route writes it: it knows what is proposed.
    const OPERATION: &'static str = "";

    fn check(&self, row: &RegisterRow, control: &ControlState) -> Result<(), RegisterError> {
        let refuse =
            |error: &RewardError| Err(RegisterError::refused(Self::RULE, error.code(), error.zh()));
        if row.key != self.key() {
            return Err(RegisterError::refused(
                Self::RULE,
                "key_mismatch",
                "条目键应为 隐患/办理",
            ));
        }
        let decided = |key: &str| {
            control
                .registers
                .history(Self::REGISTER)
                .filter(|line| line.row.key == key)
                .find_map(|line| line.row.read::<Self>().ok())
        };
        let earlier = decided(&row.key);
        match self.act {
            RewardAct::Claim if earlier.is_some() => refuse(&RewardError::AlreadyClaimed),
            RewardAct::Claim => {
                let approved = decided(&format!("{}/decision", self.hazard))
                    .is_some_and(|one| one.act == RewardAct::Approve);
                if approved {
                    Ok(())
                } else {
                    refuse(&RewardError::NotApproved)
                }
            }
            _ if earlier.is_some() => refuse(&RewardError::NotProposed),
            _ if self.by == self.finder => refuse(&RewardError::OwnReward),
            _ => Ok(()),
        }
    }
}
