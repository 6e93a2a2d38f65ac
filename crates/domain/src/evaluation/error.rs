use super::EvaluationPeriod;
use crate::UserId;

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
            Self::UnknownAward { .. } | Self::OwnObjection { .. } | Self::ObjectionNeedsReason => {
                "S3-08"
            }
            Self::MissingItem { .. } | Self::UnknownItem { .. } => "S0-40",
            Self::PeriodNotOver { .. } | Self::OtherFigures | Self::OlderCut => "S1-20",
        }
    }

    fn texts(&self) -> (&'static str, &'static str) {
        match self {
            Self::UnknownAward { .. } => ("award_unknown", "没有这一积分项"),
            Self::OwnObjection { .. } => ("own_objection", "不得处理本人的申诉"),
            Self::ObjectionNeedsReason => ("objection_needs_reason", "申诉处理须写明理由"),
            Self::MissingItem { .. } => ("score_item_missing", "考核数据缺项"),
            Self::UnknownItem { .. } => ("score_item_unknown", "没有这一考核项"),
            Self::PeriodNotOver { .. } => ("period_not_over", "考核期尚未结束，不能定稿"),
            Self::OtherFigures => ("snapshot_other_figures", "数据与定稿的考核期或项目不一致"),
            Self::OlderCut => ("snapshot_older_cut", "数据早于定稿时点"),
        }
    }
}
