use serde::{Deserialize, Serialize};

use super::AcceptedHazard;
use crate::{RecordId, Timestamp, UserId};

/// A row of the reward ledger（奖励台账行）. Rows are never taken out, refused ones neither.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RewardRow {
    /// What is rewarded.
    pub of: AcceptedHazard,
    /// Amount by the tariff, in fen.
    pub full_fen: u64,
    /// Amount under the caps, in fen; 0 if refused.
    pub fen: u64,
    /// A photo looks like one of this hazard: the approver has to say why it is another.
    pub looks_like: Option<RecordId>,
    /// How it stands.
    pub state: RewardState,
}

/// How a row stands（奖励状态）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RewardState {
    /// 待批准.
    Proposed,
    /// 不予奖励, by rule.
    Refused(RewardRefusal),
    /// 不予奖励, by a person.
    Rejected {
        /// Who.
        by: UserId,
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
    /// 已批准.
    Approved {
        /// Who.
        by: UserId,
        /// When.
        at: Timestamp,
        /// Remark; never empty if a photo looked like another.
        note: String,
    },
    /// 已领取.
    Claimed {
        /// Who approved.
        approved_by: UserId,
        /// When it was claimed.
        at: Timestamp,
    },
}

/// Why the rules refuse a reward（不予奖励原因）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RewardRefusal {
    /// 照片已用于其他隐患.
    SamePhoto {
        /// The hazard that has it.
        hazard: RecordId,
    },
    /// 接群众举报派单查实: the reporter is rewarded for it.
    SentByReport {
        /// The complaint that the report became.
        report: RecordId,
    },
    /// 没有照片.
    NoPhoto,
    /// 本人本月奖励已达上限.
    PersonMonthCap,
    /// 本人本年奖励已达上限.
    PersonYearCap,
    /// 该场所本月奖励次数已达上限.
    PremisesCap,
}

impl RewardState {
    /// Whether the amount counts toward the caps.
    #[must_use]
    pub fn counts(&self) -> bool {
        !matches!(self, Self::Refused(_) | Self::Rejected { .. })
    }
}

impl RewardRefusal {
    /// Chinese words.
    #[must_use]
    pub fn zh(&self) -> &'static str {
        match self {
            Self::SamePhoto { .. } => "照片已用于其他隐患",
            Self::SentByReport { .. } => "系接群众举报派单查实，一处隐患不重复奖励",
            Self::NoPhoto => "没有照片",
            Self::PersonMonthCap => "本人本月奖励已达上限",
            Self::PersonYearCap => "本人本年奖励已达上限",
            Self::PremisesCap => "该场所本月奖励次数已达上限",
        }
    }
}
