use serde::{Deserialize, Serialize};

/// Why an event has no effect（不生效原因）. A code an app can act on, with the rule it comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Reason {
    /// Stable code in snake case, e.g. `not_in_this_state`, `no_permission`, `second_extension`.
    pub code: String,
    /// The rule: a mechanism id, law article, or policy key.
    #[serde(default)]
    pub rule: String,
}

impl Reason {
    /// A reason by its code and rule.
    #[must_use]
    pub fn new(code: &str, rule: &str) -> Self {
        Self {
            code: code.to_owned(),
            rule: rule.to_owned(),
        }
    }
}
