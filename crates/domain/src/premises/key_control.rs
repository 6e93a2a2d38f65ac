use super::PremisesFacts;
use crate::policy::CategoryRules;

/// A premises under key control（重点管控）with the tasks that follow, e.g. a self-built house with
/// more than ten people (S3-22).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyControl {
    /// Code of the rule; words are the label `key_control.{code}`.
    pub code: String,
    /// Tasks, words are the labels `task.{code}`.
    pub tasks: Vec<String>,
    /// Mechanism id or document.
    pub rule: String,
}

/// The key controls whose condition is known to hold.
#[must_use]
pub fn key_controls(rules: &CategoryRules, facts: &PremisesFacts) -> Vec<KeyControl> {
    rules
        .key_control
        .iter()
        .filter(|rule| rule.when.holds(facts))
        .map(|rule| KeyControl {
            code: rule.code.clone(),
            tasks: rule.tasks.clone(),
            rule: rule.rule.clone(),
        })
        .collect()
}
