use std::collections::BTreeSet;

use super::{PolicyError, PolicyPack};
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
