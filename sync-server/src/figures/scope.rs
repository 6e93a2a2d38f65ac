use std::borrow::Cow;
use std::collections::BTreeSet;

use wangge_domain::GridId;
use wangge_domain::control::GridLevel;
use wangge_domain::tally::Measures;

use super::Standing;

impl Standing {
    /// The measures of a grid and those below it, past grids too: their records stay.
    pub(crate) fn of(&self, top: GridId) -> Cow<'_, Measures> {
        let own = self.small_of(top);
        let all = self.control.grids.values();
        let all = all.filter(|grid| grid.level == GridLevel::Small).count();
        if all == own.len() {
            Cow::Borrowed(&self.measures)
        } else {
            Cow::Owned(self.measures.within(&own))
        }
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
}
