use crate::RecordId;

/// Why an act on the reward ledger is refused（奖励台账错误）; the ledger stays as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RewardError {
    /// The policy has no such tariff.
    #[error("there is no tariff `{code}`")]
    UnknownTariff {
        /// Code given.
        code: String,
    },
    /// One hazard is rewarded once.
    #[error("{hazard} stands in the ledger already")]
    AlreadyInLedger {
        /// Which.
        hazard: RecordId,
    },
    /// The hazard is not in the ledger.
    #[error("{hazard} is not in the ledger")]
    NotInLedger {
        /// Which.
        hazard: RecordId,
    },
    /// Only what is proposed can be approved or rejected.
    #[error("the reward is not waiting for approval")]
    NotProposed,
    /// Nobody approves a reward of his own.
    #[error("nobody approves a reward of his own")]
    OwnReward,
    /// A rejection, or an approval in spite of a look-alike photo, needs a reason.
    #[error("a reason is needed")]
    NeedsReason,
    /// Only an approved reward can be claimed.
    #[error("the reward is not approved")]
    NotApproved,
    /// A reward is claimed once.
    #[error("the reward has been claimed already")]
    AlreadyClaimed,
    /// Only the finder claims it.
    #[error("only the one who found the hazard claims the reward")]
    NotTheFinder,
    /// The hazard was found to be none after the reward was approved.
    #[error("the hazard is void, and the reward with it")]
    Lapsed,
    /// The time for the claim is over.
    #[error("the reward was to be claimed within {days} days")]
    ClaimTooLate {
        /// Days by policy.
        days: u32,
    },
}

impl RewardError {
    /// The mechanism whose rule is broken.
    pub const RULE: &'static str = "S0-35";

    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.texts().0
    }

    /// Chinese words.
    #[must_use]
    pub fn zh(&self) -> &'static str {
        self.texts().1
    }

    fn texts(&self) -> (&'static str, &'static str) {
        match self {
            Self::UnknownTariff { .. } => ("tariff_unknown", "没有这一奖励档次"),
            Self::AlreadyInLedger { .. } => ("reward_already_in_ledger", "该隐患已在奖励台账内"),
            Self::NotInLedger { .. } => ("reward_not_in_ledger", "该隐患不在奖励台账内"),
            Self::NotProposed => ("reward_not_proposed", "该奖励不在待批准状态"),
            Self::OwnReward => ("reward_own", "不得批准本人的奖励"),
            Self::NeedsReason => ("reward_needs_reason", "须写明理由"),
            Self::NotApproved => ("reward_not_approved", "该奖励尚未批准"),
            Self::AlreadyClaimed => ("reward_already_claimed", "该奖励已经领取"),
            Self::NotTheFinder => ("reward_not_the_finder", "只有发现人本人可以领取"),
            Self::Lapsed => ("reward_lapsed", "隐患已作废，奖励失效"),
            Self::ClaimTooLate { .. } => ("reward_claim_too_late", "已超过领取期限"),
        }
    }
}
