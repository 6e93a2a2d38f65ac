use super::PolicyError;
use crate::checklist::Condition;
use crate::premises::is_fact_name;

/// Refuses a condition on a fact that nothing ever sets: it would hold, or not, for ever.
pub(super) fn facts_known(condition: &Condition, path: &str) -> Result<(), PolicyError> {
    match condition.fact_names().find(|name| !is_fact_name(name)) {
        Some(name) => Err(PolicyError::rule(
            path,
            format!("fact `{name}` is not known"),
        )),
        None => Ok(()),
    }
}
