use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What things are called here（本地称谓）, and the team of a grid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RosterRules {
    /// Local names by key: `station` is 应急消防管理站, 消防工作站 or 应急和消防管理办公室.
    pub labels: BTreeMap<String, String>,
    /// Slots of a grid's team（1+3+N）.
    pub team: Vec<TeamSlot>,
    /// So many days before a certificate（培训合格证、执法证）ends it is told (S3-14).
    #[serde(default = "warn_days")]
    pub certificate_warn_days: u32,
}

/// Of a pack from before it could be set.
fn warn_days() -> u32 {
    60
}

/// A slot of a grid's team（网格队伍岗位）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TeamSlot {
    /// `leader`, `core`, `member`.
    pub id: String,
    /// Chinese name.
    pub zh: String,
    /// People wanted; `None`: any number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
}
