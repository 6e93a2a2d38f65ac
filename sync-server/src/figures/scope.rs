use std::borrow::Cow;
use std::collections::BTreeSet;

use wangge_domain::control::GridLevel;
use wangge_domain::tally::Measures;
use wangge_domain::{GridId, RecordId};

use super::Standing;

impl Standing {
    /// The measures of a grid and those below it, past grids too: their records stay. Without a
    /// grid those of the whole tenant.
    pub(crate) fn of(&self, top: Option<GridId>) -> Cow<'_, Measures> {
        let Some(top) = top else {
            return Cow::Borrowed(&self.measures);
        };
        let own = self.small_of(top);
        if self.are_all_small(&own) {
            Cow::Borrowed(&self.measures)
        } else {
            Cow::Owned(self.measures.within(&own))
        }
    }

    /// True if the tenant has no other small grids than these.
    pub(super) fn are_all_small(&self, grids: &BTreeSet<GridId>) -> bool {
        let all = self.control.grids.values();
        let all = all.filter(|grid| grid.level == GridLevel::Small).count();
        all == grids.len()
    }

    /// Whether a hazard lies in a grid or below it; without a grid, anywhere in the tenant.
    pub(crate) fn has_hazard(&self, hazard: RecordId, top: Option<GridId>) -> bool {
        let found = self.measures.hazards.get(&hazard);
        found.is_some_and(|it| top.is_none_or(|top| self.control.is_within(it.grid, top)))
    }

    /// The small grids of a grid, past ones too.
    pub(super) fn small_of(&self, top: GridId) -> BTreeSet<GridId> {
        let grids = self.control.grids.values();
        grids
            .filter(|grid| grid.level == GridLevel::Small)
            .filter(|grid| self.control.is_within(grid.grid, top))
            .map(|grid| grid.grid)
            .collect()
    }

    /// The townships（乡镇）of the tenant, past ones too, in id order.
    pub(crate) fn townships(&self) -> Vec<GridId> {
        let grids = self.control.grids.values();
        grids
            .filter(|grid| grid.level == GridLevel::Large)
            .map(|grid| grid.grid)
            .collect()
    }

    /// The township that a grid lies in（所属乡镇）; the grid itself if none stands above it.
    pub(crate) fn township_of(&self, grid: GridId) -> GridId {
        let grids = &self.control.grids;
        let is_township = |grid: &GridId| {
            let found = grids.get(grid);
            found.is_some_and(|found| found.level == GridLevel::Large)
        };
        let mut path = self.control.path(grid).into_iter();
        path.find(is_township).unwrap_or(grid)
    }
}
