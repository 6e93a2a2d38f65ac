use serde::{Deserialize, Serialize};

/// Who of a village's team signs its visits（检查组签名要求）of S4-09. A pack without such rules asks it of no
/// visit: that the team signed its weekly round is told then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TeamSigning {
    /// Modes of the visits it is asked of, e.g. `regular`.
    pub modes: Vec<String>,
    /// So many of the team sign at least.
    pub least: u32,
    /// The head of the team（组长）is one of them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub head: bool,
    /// The manager of the village（应急消防管理员）is one of them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub manager: bool,
}
