use std::borrow::Cow;
use std::collections::BTreeSet;

use wangge_domain::GridId;
use wangge_domain::control::GridLevel;
use wangge_domain::measure::Measures;

use super::Standing;

impl Standing {
    /// The measures of a grid and those below it, past grids too: their records stay.
    pub(crate) fn of(&self, top: GridId) -> Cow<'_, Measures> {
        let small = |within: bool| -> BTreeSet<GridId> {
            let grids = self.control.grids.values();
            grids
                .filter(|grid| grid.level == GridLevel::Small)
                .filter(|grid| !within || self.control.is_within(grid.grid, top))
                .map(|grid| grid.grid)
                .collect()
        };
        let (all, own) = (small(false), small(true));
        if all == own {
            Cow::Borrowed(&self.measures)
        } else {
            Cow::Owned(self.measures.within(&own))
        }
    }
}
