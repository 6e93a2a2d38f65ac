use serde::{Deserialize, Serialize};

/// How sure a value is（可信度）. Only what is `found` or `source` may stand on a paper as a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// Said by one of the source documents of the county or township.
    Source,
    /// Read in a public text.
    Found,
    /// General knowledge: verify before it is printed on a paper of legal effect.
    Recalled,
    /// This project's own proposal, without legal force.
    Proposed,
    /// Not known; the value is a stand-in that fails soft.
    Unknown,
}

/// What is known of one value of the pack（参数说明）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyNote {
    /// JSON pointer into the pack, e.g. `/rectification/extension/max_days`.
    pub path: String,
    /// How sure.
    pub certainty: Certainty,
    /// Where it comes from: a source document, law article, or mechanism id.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// Remark.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
}
