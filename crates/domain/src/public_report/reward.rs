use serde::{Deserialize, Serialize};

use super::PublicRewardRules;

/// What is known of a report when its reward is judged（举报奖励要件）. None of it says who reported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublicRewardFacts {
    /// The grid has answered that it is true.
    pub verified: bool,
    /// The hazard stood in the log before the report came in.
    pub known_before: bool,
    /// Somebody reported the same hazard before.
    pub has_earlier: bool,
    /// The reporter is on the staff.
    pub is_staff: bool,
    /// The reporter gave a telephone number.
    pub is_named: bool,
    /// Gravity of the hazard: a code of the tariff.
    pub tariff: String,
    /// What the same person was granted this year, in fen.
    pub person_year_fen: u64,
    /// What all were granted this year, in fen.
    pub all_year_fen: u64,
}

/// Why a report earns nothing（不予奖励原因）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublicRewardRefusal {
    /// 尚未查实.
    NotVerified,
    /// 该隐患此前已被发现.
    KnownBefore,
    /// 只奖励第一举报人.
    NotTheFirst,
    /// 工作人员不在奖励范围.
    Staff,
    /// 未留电话.
    NotNamed,
    /// 没有相应奖励档次.
    NoTariff,
    /// 本人本年奖励已达上限.
    PersonYearCap,
    /// 本年奖励预算已用完.
    YearBudget,
}

impl PublicRewardRefusal {
    /// Stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotVerified => "not_verified",
            Self::KnownBefore => "known_before",
            Self::NotTheFirst => "not_the_first",
            Self::Staff => "staff",
            Self::NotNamed => "not_named",
            Self::NoTariff => "no_tariff",
            Self::PersonYearCap => "person_year_cap",
            Self::YearBudget => "year_budget",
        }
    }

    /// Chinese words.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            Self::NotVerified => "尚未查实",
            Self::KnownBefore => "该隐患此前已被发现",
            Self::NotTheFirst => "只奖励第一举报人",
            Self::Staff => "工作人员不在奖励范围",
            Self::NotNamed => "未留电话，不能核发奖励",
            Self::NoTariff => "没有相应奖励档次",
            Self::PersonYearCap => "本人本年奖励已达上限",
            Self::YearBudget => "本年奖励预算已用完",
        }
    }
}

/// Why an act on a reward is refused（奖励办理错误）; the ledger stays as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PublicRewardError {
    /// The rules give nothing.
    #[error("the report earns nothing: {0:?}")]
    Refused(PublicRewardRefusal),
    /// It was decided before.
    #[error("the reward was decided before")]
    Decided,
    /// A rejection needs a reason.
    #[error("a reason is needed")]
    NeedsReason,
    /// Whoever found that the report is true does not grant its reward.
    #[error("whoever matched the report to its hazard does not grant the reward")]
    OwnMatch,
    /// The hazard was found to be none after the reward was granted.
    #[error("the hazard is void, and the reward with it")]
    Lapsed,
    /// No approved reward has this code.
    #[error("no approved reward has this code")]
    UnknownCode,
    /// A reward is claimed once.
    #[error("the reward has been claimed already")]
    AlreadyClaimed,
    /// The time for the claim is over.
    #[error("the reward was to be claimed within {days} days")]
    ClaimTooLate {
        /// Days by policy.
        days: u32,
    },
}

impl PublicRewardError {
    /// The mechanism whose rule is broken.
    pub const RULE: &'static str = "S2-34";

    /// Stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Refused(_) => "report_earns_nothing",
            Self::Decided => "reward_not_proposed",
            Self::NeedsReason => "reward_needs_reason",
            Self::OwnMatch => "reward_own_match",
            Self::Lapsed => "reward_lapsed",
            Self::UnknownCode => "claim_code_unknown",
            Self::AlreadyClaimed => "reward_already_claimed",
            Self::ClaimTooLate { .. } => "reward_claim_too_late",
        }
    }

    /// Chinese words.
    #[must_use]
    pub fn zh(self) -> String {
        match self {
            Self::Refused(refusal) => refusal.zh().to_owned(),
            Self::Decided => "该奖励已经办理".to_owned(),
            Self::NeedsReason => "须写明理由".to_owned(),
            Self::OwnMatch => "举报由本人核实，奖励须由他人批准".to_owned(),
            Self::Lapsed => "隐患已作废，奖励失效".to_owned(),
            Self::UnknownCode => "没有这一领奖码对应的已批准奖励".to_owned(),
            Self::AlreadyClaimed => "该奖励已经领取".to_owned(),
            Self::ClaimTooLate { days } => format!("已超过领取期限（{days}日）"),
        }
    }
}

/// What a report earns（举报奖励核定）, in fen: the tariff, cut to what the caps leave. One hazard is rewarded
/// once, to whoever reported it first by the clock of the machine that took the reports.
///
/// # Errors
/// [`PublicRewardRefusal`] of the first rule that is broken.
pub fn judge_public_reward(
    facts: &PublicRewardFacts,
    rules: &PublicRewardRules,
) -> Result<u64, PublicRewardRefusal> {
    use PublicRewardRefusal as No;
    let tariff = rules.tariff.iter().find(|one| one.code == facts.tariff);
    let tariff = tariff.map(|one| one.fen);
    let left_of_person = rules.person_year_fen.saturating_sub(facts.person_year_fen);
    let left_of_all = rules.budget_year_fen.saturating_sub(facts.all_year_fen);
    match tariff {
        _ if !facts.verified => Err(No::NotVerified),
        _ if facts.known_before => Err(No::KnownBefore),
        _ if facts.has_earlier => Err(No::NotTheFirst),
        _ if facts.is_staff => Err(No::Staff),
        _ if rules.named_only && !facts.is_named => Err(No::NotNamed),
        None => Err(No::NoTariff),
        _ if left_of_person == 0 => Err(No::PersonYearCap),
        _ if left_of_all == 0 => Err(No::YearBudget),
        Some(fen) => Ok(fen.min(left_of_person).min(left_of_all)),
    }
}
