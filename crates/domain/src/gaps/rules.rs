use serde::{Deserialize, Serialize};

/// What counts as a key type（重点类型）of S4-16: 沿街门店、出租房屋、九小、三合一.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GapRules {
    /// Category ids.
    pub key_categories: Vec<String>,
}
