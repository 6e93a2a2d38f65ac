use serde::{Deserialize, Serialize};

use super::Role;
use crate::{GridId, RecordId, Timestamp, UserId};

/// Where a role holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// This grid and all grids below it.
    Subtree(GridId),
    /// One premises only: a dedicated grid worker 专属网格员 of one enterprise (S0-14).
    Premises(RecordId),
    /// Everything of the tenant.
    Tenant,
}

/// A role granted to a person over a scope, with dates（授权）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleGrant {
    /// Who.
    pub user: UserId,
    /// As what.
    pub role: Role,
    /// Where.
    pub scope: Scope,
    /// From this instant on.
    pub from: Timestamp,
    /// Until this instant (exclusive); `None`: until revoked.
    #[serde(default)]
    pub until: Option<Timestamp>,
    /// Department code of the policy pack, for officers of a department.
    #[serde(default)]
    pub department: Option<String>,
}

impl RoleGrant {
    /// The standing grant of the relay's own jobs. It is never a row of the control stream.
    #[must_use]
    pub fn system(service: UserId) -> Self {
        Self {
            user: service,
            role: Role::System,
            scope: Scope::Tenant,
            from: Timestamp(i64::MIN),
            until: None,
            department: None,
        }
    }

    /// Whether the grant holds at this instant.
    #[must_use]
    pub fn holds_at(&self, at: Timestamp) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }

    /// Whether the grant covers a record that lies in the first grid of `path` (its parents
    /// behind it) and belongs to `premises`.
    #[must_use]
    pub fn covers(&self, path: &[GridId], premises: Option<RecordId>) -> bool {
        match &self.scope {
            Scope::Tenant => true,
            Scope::Subtree(grid) => path.contains(grid),
            Scope::Premises(one) => premises == Some(*one),
        }
    }
}
