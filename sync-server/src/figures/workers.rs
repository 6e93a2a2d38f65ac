use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::people::{Role, Scope};
use wangge_domain::{GridId, Timestamp, UserId};

use super::Standing;

impl Standing {
    /// The grid workers who answer for something below `top` now, or anywhere in the tenant, each
    /// with the small grids.
    pub(crate) fn workers(
        &self,
        top: Option<GridId>,
        now: Timestamp,
    ) -> BTreeMap<UserId, BTreeSet<GridId>> {
        let control = &self.control;
        let mut workers: BTreeMap<UserId, BTreeSet<GridId>> = BTreeMap::new();
        let held = control.grants.iter().filter(|grant| grant.holds_at(now));
        for grant in held.filter(|grant| grant.role == Role::GridWorker) {
            let Scope::Subtree(grid) = grant.scope else {
                continue;
            };
            if top.is_none_or(|top| control.is_within(grid, top)) {
                let small = control.small_grids(grid, now.china_date());
                workers.entry(grant.user).or_default().extend(small);
            }
        }
        workers
    }
}
