use serde::{Deserialize, Serialize};

use super::ScopeWord;
use crate::people::Role;

/// Which certificate an action asks of its actor（持证要求）.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CertificateNeed {
    /// None.
    #[default]
    None,
    /// 培训合格证: a [`crate::people::Credential`] of kind `inspection` (S3-15).
    Inspection,
    /// 执法资格证: one of kind `enforcement` (S3-14).
    Enforcement,
}

/// One row of the permission table（权限表）: what a role may do, where, and on what condition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Permission {
    /// As what.
    pub role: Role,
    /// The widest area in which the role may do it.
    pub scope: ScopeWord,
    /// What: names of [`super::action_names`].
    pub actions: Vec<String>,
    /// Certificate without which it has no effect.
    #[serde(default)]
    pub certificate: CertificateNeed,
    /// True if only the person's own key will do: an act *attested by relay* has no effect.
    #[serde(default)]
    pub own_key: bool,
}

/// The permission table of handbook 1.3（角色权限表）: rows by role. What no row allows is refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PermissionTable {
    /// The rows; a role may have several, and an action appears at most once per role.
    pub rows: Vec<Permission>,
}

impl PermissionTable {
    /// The row that lets a role do an action (an event name or an operation name), or `None`.
    #[must_use]
    pub fn permits(&self, role: Role, action: &str) -> Option<&Permission> {
        self.rows
            .iter()
            .find(|row| row.role == role && row.actions.iter().any(|a| a == action))
    }

    /// Whether some role is given this action: a pack from before the action names it in no row.
    #[must_use]
    pub fn names(&self, action: &str) -> bool {
        let mut actions = self.rows.iter().flat_map(|row| &row.actions);
        actions.any(|named| named == action)
    }

    /// Whether people of each of these roles act over everything of the tenant and nowhere by a
    /// narrower word: their body is none of a township（县级机关）. No role is none.
    #[must_use]
    pub fn acts_everywhere(&self, roles: &[Role]) -> bool {
        let everywhere = |role: &Role| {
            let mut rows = self.rows.iter().filter(|row| row.role == *role).peekable();
            rows.peek().is_some() && rows.all(|row| row.scope == ScopeWord::Tenant)
        };
        !roles.is_empty() && roles.iter().all(everywhere)
    }

    /// All actions of a role with the row that allows each, in table order.
    pub fn actions_of(&self, role: Role) -> impl Iterator<Item = (&str, &Permission)> {
        self.rows
            .iter()
            .filter(move |row| row.role == role)
            .flat_map(|row| row.actions.iter().map(move |action| (action.as_str(), row)))
    }
}
