use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Reason, Status};

/// The four cases of every state and event（时间情形）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Case {
    /// 按期, or the record has no deadline.
    InTime,
    /// 未能证明.
    Undetermined,
    /// 逾期.
    Late,
    /// 并发: the state is no longer the one that the author saw.
    Concurrent,
}

impl Case {
    /// All four, in the order of the tables.
    pub const ALL: [Self; 4] = [
        Self::InTime,
        Self::Undetermined,
        Self::Late,
        Self::Concurrent,
    ];

    /// In words.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::InTime => "按期",
            Self::Undetermined => "未能证明",
            Self::Late => "逾期",
            Self::Concurrent => "并发",
        }
    }
}

/// Where an act leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Target {
    /// The status stays as it is (`same`).
    Same,
    /// The status that the event states (`as_stated`).
    AsStated,
    /// This status.
    To(Status),
}

impl From<String> for Target {
    fn from(name: String) -> Self {
        match name.as_str() {
            "same" => Self::Same,
            "as_stated" => Self::AsStated,
            _ => Self::To(Status::from(name)),
        }
    }
}

impl From<Target> for String {
    fn from(target: Target) -> Self {
        target.to_string()
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Same => "same",
            Self::AsStated => "as_stated",
            Self::To(status) => status.as_str(),
        })
    }
}

/// What the table says of one state, event and case（表格单元）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// It takes effect, if the guards let it.
    To(Target),
    /// It has no effect.
    Refuse(Reason),
    /// As in time if policy gives the benefit of the doubt and the clock is not flagged, else as
    /// late.
    BenefitOfDoubt,
    /// As the timing says: the change behind the author's back does not matter.
    ByTiming,
}
