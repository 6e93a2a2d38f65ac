use serde::{Deserialize, Serialize};

/// When two premises may be one（疑似重复建档）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DuplicateRules {
    /// Up to this distance the position speaks fully for a duplicate, meters.
    pub near_meters: u32,
    /// From this distance on it does not speak for one at all, meters.
    pub far_meters: u32,
    /// The least score, 0-100, worth showing.
    pub min_score: u32,
    /// At most so many are shown.
    pub limit: u32,
}
