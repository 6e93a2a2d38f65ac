use std::collections::{BTreeMap, BTreeSet};

use crate::control::ControlState;
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
    /// By small grid, and by the grids above them that owe a number of their own, in id order.
    pub grids: Vec<GridProgress>,
    /// Premises owed.
    pub target: u64,
    /// Premises inspected and accepted, of those owed.
    pub done: u64,
    /// Premises inspected, acceptance outstanding.
    pub waiting: u64,
}

/// How one grid stands（网格进度）: a small one, or one that owes a number with all below it.
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
/// `visits` those made under the campaign. A number that was set for a grid counts all below it, and in
/// the total stands for what they owe: no premises counts there twice.
#[must_use]
pub fn campaign_progress(
    campaign: &Campaign,
    control: &ControlState,
    listed: &[(GridId, RecordId)],
    visits: &[CampaignVisit],
) -> CampaignProgress {
    let targets: BTreeSet<GridId> = campaign.targets.iter().map(|it| it.grid).collect();
    let mut scope: BTreeMap<GridId, BTreeSet<RecordId>> = BTreeMap::new();
    for (grid, premises) in listed {
        scope.entry(*grid).or_default().insert(*premises);
        for above in control.path(*grid) {
            if targets.contains(&above) {
                scope.entry(above).or_default().insert(*premises);
            }
        }
    }
    for target in &targets {
        scope.entry(*target).or_default();
    }
    let mut progress = CampaignProgress::default();
    for (grid, premises) in scope {
        let of_grid = |accepted: bool| -> BTreeSet<RecordId> {
            visits
                .iter()
                .filter(|visit| visit.grid == grid || control.is_within(visit.grid, grid))
                .filter(|visit| visit.accepted == accepted)
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
        let path = control.path(grid);
        let counts_above = path.iter().any(|it| *it != grid && targets.contains(it));
        if !counts_above {
            progress.target = progress.target.saturating_add(one.target);
            // More than was owed in one grid does not make up for another.
            progress.done = progress.done.saturating_add(one.done.min(one.target));
            progress.waiting = progress.waiting.saturating_add(one.waiting);
        }
        progress.grids.push(one);
    }
    progress
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
