use chrono::NaiveDate;

use super::Post;
use crate::UserId;

/// Why a roster or a staffing report is refused（人员配备错误）.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StaffingError {
    /// One person is posted twice on the same day, and would be counted twice.
    #[error("{user} is posted as {first:?} and as {second:?} on {on}")]
    Overlap {
        /// Who.
        user: UserId,
        /// The posting that began first.
        first: Post,
        /// The other.
        second: Post,
        /// The first day on which both hold.
        on: NaiveDate,
    },
    /// A posting ends before it begins.
    #[error("the posting of {user} ends before {from}, the day it begins")]
    EndsBeforeStart {
        /// Who.
        user: UserId,
        /// First day.
        from: NaiveDate,
    },
    /// The policy has no such class of station.
    #[error("there is no station class `{class}`")]
    UnknownStationClass {
        /// Class or kind given.
        class: String,
    },
    /// The policy has no such class of town.
    #[error("there is no town class `{class}`")]
    UnknownTownClass {
        /// Class given.
        class: String,
    },
    /// The policy has no such class of fire station.
    #[error("there is no fire station class `{class}`")]
    UnknownFireStation {
        /// Class given.
        class: String,
    },
}

impl StaffingError {
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
            Self::Overlap { .. } | Self::EndsBeforeStart { .. } => "S0-10",
            Self::UnknownStationClass { .. } => "S0-10",
            Self::UnknownTownClass { .. } | Self::UnknownFireStation { .. } => "S2-43",
        }
    }

    fn texts(&self) -> (&'static str, &'static str) {
        match self {
            Self::Overlap { .. } => ("roster_overlap", "同一人员的任职日期重叠"),
            Self::EndsBeforeStart { .. } => {
                ("roster_ends_before_start", "任职结束日期早于开始日期")
            }
            Self::UnknownStationClass { .. } => ("station_class_unknown", "没有这一管理站等级"),
            Self::UnknownTownClass { .. } => ("town_class_unknown", "没有这一镇街类别"),
            Self::UnknownFireStation { .. } => ("fire_station_unknown", "没有这一消防站等级"),
        }
    }
}
