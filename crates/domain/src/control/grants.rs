use std::collections::BTreeSet;

use super::ControlState;
use crate::people::{RoleGrant, Scope};
use crate::{GridId, Timestamp, UserId};

impl ControlState {
    /// The grants（授权）of a person that hold at this instant, in the order given.
    pub fn grants_of(&self, user: UserId, at: Timestamp) -> impl Iterator<Item = &RoleGrant> {
        self.grants
            .iter()
            .filter(move |grant| grant.user == user && grant.holds_at(at))
    }

    /// The members（成员）of a grid at this instant: those with a grant over just this grid.
    #[must_use]
    pub fn members_of(&self, grid: GridId, at: Timestamp) -> BTreeSet<UserId> {
        self.grants
            .iter()
            .filter(|grant| grant.scope == Scope::Subtree(grid) && grant.holds_at(at))
            .map(|grant| grant.user)
            .collect()
    }
}
