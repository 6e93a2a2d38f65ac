use super::EvaluationPeriod;
use crate::{GridId, UserId};

/// Why an evaluation is refused（考核错误）.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EvaluationError {
    /// The policy has no such award.
    #[error("there is no award `{code}`")]
    UnknownAward {
        /// Code given.
        code: String,
    },
    /// A worker decides on his own objection.
    #[error("{worker} cannot decide on an objection of his own")]
    OwnObjection {
        /// Who.
        worker: UserId,
    },
    /// Whoever made the deduction decides on the objection to it.
    #[error("whoever made the deduction does not decide on the objection to it")]
    OwnDeduction,
    /// A decision on an objection gives no reason.
    #[error("a decision on an objection needs a reason")]
    ObjectionNeedsReason,
    /// A township's figures lack an item. That is another thing than an item without a value.
    #[error("the figures lack item `{code}`")]
    MissingItem {
        /// Code of the item.
        code: String,
    },
    /// The figures have an item that the policy does not know.
    #[error("there is no item `{code}`")]
    UnknownItem {
        /// Code given.
        code: String,
    },
    /// A period is frozen only after it has ended.
    #[error("{period} is not over yet")]
    PeriodNotOver {
        /// Which.
        period: EvaluationPeriod,
    },
    /// A period that ended before anything was on record has no figures: all of it came later.
    #[error("{period} ended before anything was on record")]
    PeriodBeforeRecords {
        /// Which.
        period: EvaluationPeriod,
    },
    /// Nothing of the period was frozen, so there is nothing that a circular could rest on.
    #[error("nothing of {period} was frozen")]
    NotFrozen {
        /// Which.
        period: EvaluationPeriod,
    },
    /// The grid was frozen before without this veto: what is frozen stays, and the veto must not be
    /// dropped without a word.
    #[error("{grid} was frozen before, without this veto")]
    FrozenWithoutVeto {
        /// Which.
        grid: GridId,
    },
    /// A veto is on a grid that is not among those to be frozen.
    #[error("{grid} has a veto and is not among the grids to be frozen")]
    VetoElsewhere {
        /// Which.
        grid: GridId,
    },
    /// A veto gives no reason.
    #[error("the veto on {grid} gives no reason")]
    VetoWithoutWords {
        /// Which.
        grid: GridId,
    },
    /// Figures of another period or another set of items are compared with a snapshot.
    #[error("these are not the figures of the snapshot")]
    OtherFigures,
    /// The log is read up to a point before that of the snapshot.
    #[error("the log is read up to a point before that of the snapshot")]
    OlderCut,
}

impl EvaluationError {
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

    /// The mechanism whose rule is broken.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        match self {
            Self::UnknownAward { .. }
            | Self::OwnObjection { .. }
            | Self::OwnDeduction
            | Self::ObjectionNeedsReason => "S3-08",
            Self::MissingItem { .. }
            | Self::UnknownItem { .. }
            | Self::NotFrozen { .. }
            | Self::FrozenWithoutVeto { .. }
            | Self::VetoElsewhere { .. }
            | Self::VetoWithoutWords { .. } => "S0-40",
            Self::PeriodNotOver { .. }
            | Self::PeriodBeforeRecords { .. }
            | Self::OtherFigures
            | Self::OlderCut => "S1-20",
        }
    }

    fn texts(&self) -> (&'static str, &'static str) {
        match self {
            Self::UnknownAward { .. } => ("award_unknown", "没有这一积分项"),
            Self::OwnObjection { .. } => ("own_objection", "不得处理本人的申诉"),
            Self::OwnDeduction => ("own_deduction", "扣分由本人作出，申诉须由他人处理"),
            Self::ObjectionNeedsReason => ("objection_needs_reason", "申诉处理须写明理由"),
            Self::MissingItem { .. } => ("score_item_missing", "考核数据缺项"),
            Self::UnknownItem { .. } => ("score_item_unknown", "没有这一考核项"),
            Self::PeriodNotOver { .. } => ("period_not_over", "考核期尚未结束，不能定稿或通报"),
            Self::PeriodBeforeRecords { .. } => (
                "period_before_records",
                "该考核期早于本系统最早的记录，不能定稿",
            ),
            Self::NotFrozen { .. } => ("period_not_frozen", "该考核期没有定稿，不能排名和通报"),
            Self::FrozenWithoutVeto { .. } => (
                "frozen_without_veto",
                "该网格本期已定稿且未含这一票否决，定稿不可更改",
            ),
            Self::VetoElsewhere { .. } => ("veto_elsewhere", "一票否决所指网格不在本次定稿范围内"),
            Self::VetoWithoutWords { .. } => ("veto_without_words", "一票否决须写明事由"),
            Self::OtherFigures => ("snapshot_other_figures", "数据与定稿的考核期或项目不一致"),
            Self::OlderCut => ("snapshot_older_cut", "数据早于定稿时点"),
        }
    }
}
