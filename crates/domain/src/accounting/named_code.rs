use serde::{Deserialize, Serialize};

/// A stable code with the words that people read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedCode {
    /// Snake case.
    pub code: String,
    /// Chinese words.
    pub zh: String,
}
