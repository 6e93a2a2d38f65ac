use super::ControlState;
use crate::lifecycle::Actor;
use crate::people::{RoleGrant, Scope};
use crate::{DeviceId, GridId, Timestamp, UserId};

impl ControlState {
    /// Who acts, with the rights that count both by the lease when the act was `made` and by
    /// this state at receipt (`at`), in a record of `grid`. For a password session the relay
    /// passes the grants of now as those of the lease.
    #[must_use]
    pub fn actor(
        &self,
        user: UserId,
        device: DeviceId,
        lease_grants: &[RoleGrant],
        grid: GridId,
        made: Timestamp,
        at: Timestamp,
    ) -> Actor {
        let mut grants: Vec<RoleGrant> = Vec::new();
        for leased in lease_grants
            .iter()
            .filter(|one| one.user == user && one.holds_at(made))
        {
            for held in self.grants_of(user, at) {
                if let Some(both) = self.intersect(leased, held, grid)
                    && !grants.contains(&both)
                {
                    grants.push(both);
                }
            }
        }
        let enrolled = self
            .device(device, user)
            .map(|enrolled| &enrolled.enrollment);
        let service = enrolled.filter(|enrollment| enrollment.relay_service);
        if service.is_some_and(|enrollment| enrollment.user == user) {
            // The relay's own jobs act as the system: no person is ever granted that role.
            grants = vec![RoleGrant::system(user)];
        }
        let day = made.china_date();
        let grid_path = self.path(grid);
        Actor {
            user,
            device,
            grants,
            grid_levels: grid_path
                .iter()
                .filter_map(|above| self.grids.get(above).map(|found| found.level))
                .collect(),
            grid_path,
            certified: self.is_certified(user, day),
            enforcer: self.is_enforcer(user, day),
            attested_by_relay: service.is_some(),
        }
    }

    /// What two grants allow in common for records of `grid`, if anything.
    fn intersect(&self, leased: &RoleGrant, held: &RoleGrant, grid: GridId) -> Option<RoleGrant> {
        if leased.role != held.role {
            return None;
        }
        let department = match (&leased.department, &held.department) {
            (Some(one), Some(other)) if one != other => return None,
            (Some(one), _) | (None, Some(one)) => Some(one.clone()),
            (None, None) => None,
        };
        let scope = match (&leased.scope, &held.scope) {
            (Scope::Tenant, other) | (other, Scope::Tenant) => other.clone(),
            (Scope::Subtree(one), Scope::Subtree(other)) => {
                if self.is_within(*one, *other) {
                    Scope::Subtree(*one)
                } else if self.is_within(*other, *one) {
                    Scope::Subtree(*other)
                } else {
                    return None;
                }
            }
            (Scope::Premises(one), Scope::Premises(other)) if one == other => Scope::Premises(*one),
            (Scope::Premises(_), Scope::Premises(_)) => return None,
            // The premises lies in the subtree only if the record's grid does.
            (Scope::Premises(one), Scope::Subtree(top))
            | (Scope::Subtree(top), Scope::Premises(one)) => {
                if !self.is_within(grid, *top) {
                    return None;
                }
                Scope::Premises(*one)
            }
        };
        Some(RoleGrant {
            user: held.user,
            role: held.role,
            scope,
            from: leased.from.max(held.from),
            until: match (leased.until, held.until) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            },
            department,
        })
    }
}
