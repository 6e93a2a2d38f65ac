use wangge_domain::control::ControlEvent;
use wangge_domain::people::{Role, RoleGrant, Scope};
use wangge_domain::{Timestamp, UserId};

use super::Admin;
use crate::error::RelayStartError;

impl Admin {
    /// Grants a role over a scope, from now on.
    pub fn grant(
        &self,
        user: UserId,
        role: Role,
        scope: Scope,
        department: Option<String>,
        until: Option<Timestamp>,
    ) -> Result<(), RelayStartError> {
        let from = self.tenant.now();
        let grant = RoleGrant {
            user,
            role,
            scope,
            from,
            until,
            department,
        };
        self.append(&[ControlEvent::RoleGranted(grant)])?;
        Ok(())
    }

    /// Ends every grant of a role to a person.
    pub fn revoke(&self, user: UserId, role: Role, reason: &str) -> Result<(), RelayStartError> {
        let reason = reason.to_owned();
        self.append(&[ControlEvent::RoleRevoked { user, role, reason }])?;
        Ok(())
    }
}
