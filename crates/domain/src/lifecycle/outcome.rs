use serde::{Deserialize, Serialize};

use super::{Reason, Status};
use crate::Timestamp;
use crate::people::Role;

/// Where an act stands against a deadline（期限判定）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    /// 按期: even its upper bound is not past the deadline.
    InTime,
    /// 未能证明: the bounds straddle the deadline; policy gives or denies the benefit of the doubt.
    Undetermined,
    /// 逾期: even its lower bound is past the deadline.
    Late,
}

/// Whether an event did anything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// It took effect.
    Applied,
    /// It is logged and changes nothing.
    NoEffect(Reason),
}

/// The recorded outcome of an event: replicas follow it, auditors recompute it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Whether it did anything.
    pub effect: Effect,
    /// Status after it.
    pub status: Status,
    /// Deadline after it, if the record has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// Final number given by the relay, e.g. `青消改字〔2026〕第0001号`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Final number of the paper that the act has of its own, e.g. `青消复字〔2026〕第0001号`; absent
    /// where the relay could give none (it was being healed).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper_number: Option<String>,
    /// Against the deadline that stood before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timing: Option<Timing>,
    /// The role that allowed it, if it took effect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Revision of the fold that decided.
    pub fold_revision: u16,
}

/// A series of document numbers（文号系列）: one per issuing body, type and year.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SeriesKey {
    /// Issuing body as the pack names it.
    pub issuer: String,
    /// Type of paper, e.g. `notice`, `close_out`.
    pub document: String,
    /// Year of the relay's receive time in China.
    pub year: i32,
}

/// What the rules say of an act before a number is given: the relay turns it into an [`Outcome`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// Whether it does anything.
    pub effect: Effect,
    /// Status after it.
    pub status: Status,
    /// Deadline after it.
    pub due: Option<Timestamp>,
    /// Against the deadline that stood before it.
    pub timing: Option<Timing>,
    /// The role that allows it, if it takes effect.
    pub role: Option<Role>,
    /// The series from which the relay must take a number, if the act earns one.
    pub number_from: Option<SeriesKey>,
    /// The series from which the relay takes the number of the act's own paper, if it has one.
    pub paper_from: Option<SeriesKey>,
}

impl Ruling {
    /// The outcome to record, with the numbers given by the relay (or none, on a device): that of
    /// the record, that of the act's own paper.
    #[must_use]
    pub fn into_outcome(self, number: Option<String>, paper_number: Option<String>) -> Outcome {
        Outcome {
            effect: self.effect,
            status: self.status,
            due: self.due,
            number,
            paper_number,
            timing: self.timing,
            role: self.role,
            fold_revision: super::FOLD_REVISION,
        }
    }
}
