use std::collections::{BTreeMap, BTreeSet};

use crate::register::Campaign;
use crate::{GridId, RecordId};

/// An inspection made under a campaign（专项检查）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampaignVisit {
    /// In which small grid.
    pub grid: GridId,
    /// Which premises.
    pub premises: RecordId,
    /// It was accepted.
    pub accepted: bool,
}

/// How a campaign stands（专项行动进度）of S2-16: only accepted inspections count, a premises once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CampaignProgress {
    /// By small grid, in id order.
    pub grids: Vec<GridProgress>,
    /// Premises owed.
    pub target: u64,
    /// Premises inspected and accepted, of those owed.
    pub done: u64,
    /// Premises inspected, acceptance outstanding.
    pub waiting: u64,
}

/// How one small grid stands（网格进度）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridProgress {
    /// Which.
    pub grid: GridId,
    /// Premises in scope.
    pub in_scope: u64,
    /// Premises owed: the number set, or all in scope.
    pub target: u64,
    /// Premises inspected and accepted.
    pub done: u64,
    /// Premises inspected, acceptance outstanding.
    pub waiting: u64,
    /// Premises in scope without an accepted inspection, in id order.
    pub left: Vec<RecordId>,
}

/// Counts a campaign by grid. `listed` are the active premises in scope with their grids;
/// `visits` those made under the campaign.
#[must_use]
pub fn campaign_progress(
    campaign: &Campaign,
    listed: &[(GridId, RecordId)],
    visits: &[CampaignVisit],
) -> CampaignProgress {
    let mut scope: BTreeMap<GridId, BTreeSet<RecordId>> = BTreeMap::new();
    for (grid, premises) in listed {
        scope.entry(*grid).or_default().insert(*premises);
    }
    for target in &campaign.targets {
        scope.entry(target.grid).or_default();
    }
    let mut progress = CampaignProgress::default();
    for (grid, premises) in scope {
        let of_grid = |accepted: bool| -> BTreeSet<RecordId> {
            visits
                .iter()
                .filter(|visit| visit.grid == grid && visit.accepted == accepted)
                .map(|visit| visit.premises)
                .collect()
        };
        let done = of_grid(true);
        let waiting = of_grid(false).difference(&done).count();
        let in_scope = count(premises.len());
        let one = GridProgress {
            grid,
            in_scope,
            target: campaign.target_of(grid).map_or(in_scope, u64::from),
            done: count(done.len()),
            waiting: count(waiting),
            left: premises.difference(&done).copied().collect(),
        };
        progress.target = progress.target.saturating_add(one.target);
        // More than was owed in one grid does not make up for another.
        progress.done = progress.done.saturating_add(one.done.min(one.target));
        progress.waiting = progress.waiting.saturating_add(one.waiting);
        progress.grids.push(one);
    }
    progress
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
