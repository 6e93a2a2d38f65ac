use serde::{Deserialize, Serialize};

use crate::record::show_hidden_letters;

/// Why an event has no effect（不生效原因）. A code an app can act on, with the rule it comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Reason {
    /// Stable code in snake case, e.g. `not_in_this_state`, `no_permission`, `second_extension`.
    pub code: String,
    /// The rule: a mechanism id, law article, or policy key.
    #[serde(default)]
    pub rule: String,
    /// What it is about, in words: the field（填写项）as people call it, or how many are asked for;
    /// empty: nothing in particular.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

impl Reason {
    /// A reason by its code and rule.
    #[must_use]
    pub fn new(code: &str, rule: &str) -> Self {
        Self {
            code: code.to_owned(),
            rule: rule.to_owned(),
            detail: String::new(),
        }
    }

    /// The same about one field, as people call it.
    #[must_use]
    pub fn about(self, detail: &str) -> Self {
        Self {
            detail: show_hidden_letters(detail),
            ..self
        }
    }

    /// The same with how many are asked for, and how many there are.
    #[must_use]
    pub(crate) fn counted(self, asked: u32, given: usize) -> Self {
        self.about(&format!("须 {asked}，现 {given}"))
    }
}
