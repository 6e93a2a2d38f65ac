use std::collections::BTreeMap;

use crate::control::ControlState;
use crate::people::{Role, Scope};
use crate::{GridId, Timestamp};

/// A small grid as the search for gaps sees it（网格数据行）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridRow {
    /// Which.
    pub grid: GridId,
    /// Grid workers（网格员）who answer for it today.
    pub workers: u32,
}

/// The small grids below `top` that exist at this instant, with their workers, in id order. A
/// worker of the grid above counts for the small grids too: his grant covers them.
#[must_use]
pub fn grid_rows(control: &ControlState, top: GridId, at: Timestamp) -> Vec<GridRow> {
    let mut workers: BTreeMap<GridId, u32> = BTreeMap::new();
    for grant in control
        .grants
        .iter()
        .filter(|it| it.role == Role::GridWorker && it.holds_at(at))
    {
        if let Scope::Subtree(grid) = grant.scope {
            *workers.entry(grid).or_default() += 1;
        }
    }
    control
        .small_grids(top, at.china_date())
        .into_iter()
        .map(|grid| {
            let path = control.path(grid);
            let workers = path.iter().filter_map(|it| workers.get(it)).sum();
            GridRow { grid, workers }
        })
        .collect()
}
