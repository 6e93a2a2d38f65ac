use serde::{Deserialize, Serialize};

/// Which days a deadline counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// 自然日.
    Natural,
    /// 工作日.
    Working,
}

/// How long somebody has（整改期限）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum DeadlineSpec {
    /// 立即: before the inspectors leave, the same day at 24:00 at the latest.
    Immediate,
    /// So many days; day 0 is not counted.
    Days {
        /// How many.
        days: u32,
        /// Of which kind.
        calendar: DayKind,
    },
}
