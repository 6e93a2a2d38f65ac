use serde::{Deserialize, Serialize};
use wangge_domain::lifecycle::{Facts, Outcome, TimeBounds};

/// What the relay decided on an accepted envelope, with what only it can know（决定）.
/// FROZEN: encoded as it stands; its hash is part of the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The row of the control stream up to which rights were judged.
    #[serde(rename = "cs")]
    pub control_seq: u64,
    /// When the act was made, as bounded by the relay.
    #[serde(rename = "t")]
    pub time: TimeBounds,
    /// One outcome per event operation of the envelope, in order.
    #[serde(rename = "o", default, skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<Outcome>,
    /// Facts about other records that the outcomes rest on.
    #[serde(rename = "f", default, skip_serializing_if = "Option::is_none")]
    pub facts: Option<Facts>,
    /// Admitted from quarantine by this envelope of the control stream or an officer's.
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    pub admitted_by: Option<wangge_domain::Digest>,
}
