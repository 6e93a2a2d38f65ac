use std::collections::BTreeSet;

use super::{PolicyError, PolicyPack};
use crate::lifecycle::LifecycleTables;
use crate::policy::is_action_name;

pub(super) fn check(pack: &PolicyPack) -> Result<(), PolicyError> {
    let mut seen = BTreeSet::new();
    for (row_index, row) in pack.permissions.rows.iter().enumerate() {
        for (index, action) in row.actions.iter().enumerate() {
            let path = format!("permissions.rows[{row_index}].actions[{index}]");
            if !is_action_name(action) {
                let message = format!("action `{action}` is not known");
                return Err(PolicyError::rule(path, message));
            }
            if !seen.insert((row.role, action)) {
                let message = format!("`{action}` stands twice for {}", row.role);
                return Err(PolicyError::rule(path, message));
            }
        }
    }
    Ok(())
}

/// Refuses a row that gives a step to others than the bodies that are competent for it by the tables:
/// nobody below them files or closes a major case.
pub(super) fn check_competent(pack: &PolicyPack) -> Result<(), PolicyError> {
    for (row_index, row) in pack.permissions.rows.iter().enumerate() {
        for (index, action) in row.actions.iter().enumerate() {
            let mut asked = LifecycleTables::standard()
                .iter()
                .flat_map(|table| &table.rows)
                .filter(|step| step.event == *action && !step.asks.roles.is_empty());
            if let Some(step) = asked.find(|step| !step.asks.roles.contains(&row.role)) {
                let roles = step.asks.roles.iter().map(|role| role.as_str());
                let roles = roles.collect::<Vec<_>>().join(", ");
                let path = format!("permissions.rows[{row_index}].actions[{index}]");
                let message = format!(
                    "`{action}` is for the competent body alone ({roles}), not for {}",
                    row.role
                );
                return Err(PolicyError::rule(path, message));
            }
        }
    }
    Ok(())
}
