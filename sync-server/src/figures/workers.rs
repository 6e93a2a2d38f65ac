use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::control::GridLevel;
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

    /// The small grids of `top`, or of the whole tenant, by the worker who answers for them now;
    /// those of nobody, past ones too, stand last without one. A grid of two workers stands with
    /// each of them; none is left out.
    pub(crate) fn by_worker(
        &self,
        top: Option<GridId>,
        now: Timestamp,
    ) -> Vec<(Option<UserId>, BTreeSet<GridId>)> {
        let grids = self.control.grids.values();
        let small: BTreeSet<GridId> = grids
            .filter(|grid| grid.level == GridLevel::Small)
            .filter(|grid| top.is_none_or(|top| self.control.is_within(grid.grid, top)))
            .map(|grid| grid.grid)
            .collect();
        let mut left = small.clone();
        let mut parts = Vec::new();
        for (worker, grids) in self.workers(None, now) {
            let own: BTreeSet<GridId> = grids.intersection(&small).copied().collect();
            if !own.is_empty() {
                left.retain(|grid| !own.contains(grid));
                parts.push((Some(worker), own));
            }
        }
        if !left.is_empty() {
            parts.push((None, left));
        }
        parts
    }
}
