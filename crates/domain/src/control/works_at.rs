use super::ControlState;
use crate::lifecycle::speaks_for;
use crate::policy::PolicyPack;
use crate::{GridId, Timestamp};

impl ControlState {
    /// Whether anybody speaks for a department at this instant where the grid lies（部门有人）: what is
    /// handed on to a body in which nobody works is taken by nobody.
    #[must_use]
    pub fn works_at(
        &self,
        policy: &PolicyPack,
        department: &str,
        grid: GridId,
        at: Timestamp,
    ) -> bool {
        let path = self.path(grid);
        let mut here = self
            .grants
            .iter()
            .filter(|grant| grant.holds_at(at) && grant.covers(&path, None));
        here.any(|grant| speaks_for(policy, grant) == Some(department))
    }
}
