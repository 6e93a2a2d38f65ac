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
        self.require_department(department.as_deref())?;
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

    /// A department of which no rule speaks would have no say anywhere.
    fn require_department(&self, department: Option<&str>) -> Result<(), RelayStartError> {
        let Some(code) = department else {
            return Ok(());
        };
        let control = self.tenant.control()?;
        let policy = self.tenant.policy(&control)?;
        let known = &policy.routing.departments;
        if known.contains_key(code) {
            return Ok(());
        }
        let list: Vec<&str> = known.keys().map(String::as_str).collect();
        Err(RelayStartError::invalid(format!(
            "政策包中没有部门 {code}，可用：{}（no such department）",
            list.join("、")
        )))
    }

    /// Ends every grant of a role to a person.
    pub fn revoke(&self, user: UserId, role: Role, reason: &str) -> Result<(), RelayStartError> {
        let reason = reason.to_owned();
        self.append(&[ControlEvent::RoleRevoked { user, role, reason }])?;
        Ok(())
    }
}
