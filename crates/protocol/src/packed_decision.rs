use serde::{Deserialize, Serialize};
use wangge_domain::lifecycle::{Facts, Outcome, TimeBounds};
use wangge_domain::{Digest, Timestamp};

use crate::{Decision, Envelope};

/// A decision on its way（决定的传送形式）: times as differences from those of the envelope and of the
/// row, which the receiver has. They are alike from row to row, or nothing at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackedDecision {
    #[serde(rename = "s")]
    control_seq: u64,
    /// From the lower bound to what the phone's clock said, milliseconds.
    #[serde(rename = "l", default, skip_serializing_if = "is_zero")]
    lower: i64,
    /// From the upper bound to the receive time of the row, milliseconds.
    #[serde(rename = "u", default, skip_serializing_if = "is_zero")]
    upper: i64,
    /// From the claim to what the phone's clock said, milliseconds.
    #[serde(rename = "c", default, skip_serializing_if = "is_zero")]
    claimed: i64,
    #[serde(rename = "j", default, skip_serializing_if = "std::ops::Not::not")]
    clock_flagged: bool,
    #[serde(rename = "o", default, skip_serializing_if = "Vec::is_empty")]
    outcomes: Vec<Outcome>,
    #[serde(rename = "f", default, skip_serializing_if = "Option::is_none")]
    facts: Option<Facts>,
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    admitted_by: Option<Digest>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature that serde asks for"
)]
fn is_zero(number: &i64) -> bool {
    *number == 0
}

impl PackedDecision {
    /// Packs the decision on an envelope that was received at this time.
    #[must_use]
    pub fn pack(decision: &Decision, envelope: &Envelope, received_at: Timestamp) -> Self {
        let wall = envelope.header.made.wall_ms;
        let time = &decision.time;
        Self {
            control_seq: decision.control_seq,
            lower: wall.wrapping_sub(time.lower.0),
            upper: received_at.0.wrapping_sub(time.upper.0),
            claimed: wall.wrapping_sub(time.claimed.0),
            clock_flagged: time.clock_flagged,
            outcomes: decision.outcomes.clone(),
            facts: decision.facts.clone(),
            admitted_by: decision.admitted_by,
        }
    }

    /// The decision, given its envelope and receive time. The chain shows if it is another.
    #[must_use]
    pub fn unpack(self, envelope: &Envelope, received_at: Timestamp) -> Decision {
        let wall = envelope.header.made.wall_ms;
        Decision {
            control_seq: self.control_seq,
            time: TimeBounds {
                lower: Timestamp(wall.wrapping_sub(self.lower)),
                upper: Timestamp(received_at.0.wrapping_sub(self.upper)),
                claimed: Timestamp(wall.wrapping_sub(self.claimed)),
                clock_flagged: self.clock_flagged,
            },
            outcomes: self.outcomes,
            facts: self.facts,
            admitted_by: self.admitted_by,
        }
    }
}
