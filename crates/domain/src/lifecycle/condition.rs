use serde::{Deserialize, Serialize};

use super::{Event, RecordState};

/// When a row of the table holds（适用条件）. Of several rows for one state and event the first
/// whose condition is met counts; the last one has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// 疑似重大: the finding is marked as suspected major.
    SuspectedMajor,
    /// 已催办或已上报: the owner was pressed before, or the case was escalated before.
    PressedBefore,
    /// 通知书已送达.
    NoticeServed,
    /// 通知书已下发.
    NoticeIssued,
    /// 无期限: no deadline is in force.
    NoDeadline,
}

impl Condition {
    /// All conditions.
    pub const ALL: [Self; 5] = [
        Self::SuspectedMajor,
        Self::PressedBefore,
        Self::NoticeServed,
        Self::NoticeIssued,
        Self::NoDeadline,
    ];

    /// Whether it is met. Without an event, what only the event could say is taken as no.
    #[must_use]
    pub fn is_met(self, state: &RecordState, event: Option<&Event>) -> bool {
        match self {
            Self::SuspectedMajor => {
                matches!(
                    event,
                    Some(Event::Found {
                        suspected_major: true,
                        ..
                    })
                )
            }
            Self::PressedBefore => state.urged || state.escalated_to.is_some(),
            Self::NoticeServed => state.served,
            Self::NoticeIssued => state.original_due.is_some(),
            Self::NoDeadline => state.due.is_none(),
        }
    }

    /// In words.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::SuspectedMajor => "标为疑似重大",
            Self::PressedBefore => "已催办或已上报",
            Self::NoticeServed => "通知书已送达",
            Self::NoticeIssued => "通知书已下发",
            Self::NoDeadline => "现无期限",
        }
    }
}
