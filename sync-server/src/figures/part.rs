use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::tally::Measures;
use wangge_domain::{GridId, RecordId};

use super::Standing;

/// A part of the records that is counted by itself（分块）: a grid with those below it. The parts of a
/// county are its townships, and what hangs on a premises counts where the premises lies: so no part
/// needs the records of another one, and the figures of all are the sum.
pub(super) struct Part {
    /// `None`: what hangs on premises that are not here.
    pub(super) top: Option<GridId>,
    pub(super) records: PartRecords,
}

/// Which records a part holds, and in which state: equal only if the records are the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PartRecords {
    /// Its grids, each with the last change that touched it.
    grids: BTreeMap<GridId, u64>,
    /// The last change of what hangs on premises that are not here, if it is counted in this part.
    nowhere: u64,
    /// Records of its grids that count elsewhere.
    without: BTreeSet<RecordId>,
    /// Records of other grids that count here.
    with: BTreeSet<RecordId>,
}

impl PartRecords {
    /// True if it is not just what lies in its grids.
    pub(super) fn has_strays(&self) -> bool {
        !self.without.is_empty() || !self.with.is_empty()
    }
}

impl Standing {
    /// A grid as one part; without a grid the parts of the whole tenant.
    pub(super) fn parts(&self, scope: Option<GridId>) -> Vec<Part> {
        match scope {
            Some(top) => vec![self.own_part(top)],
            None => self.township_parts(),
        }
    }

    /// The measures of a part that was asked for with this scope.
    pub(super) fn measures_of(&self, part: &Part, scope: Option<GridId>) -> Cow<'_, Measures> {
        if scope.is_some() {
            return self.of(scope);
        }
        let records = &part.records;
        let lying = records.grids.keys();
        let lying = lying.flat_map(|grid| self.measures.in_grid(*grid));
        let lying = lying.filter(|record| !records.without.contains(record));
        Cow::Owned(
            self.measures
                .only(lying.chain(records.with.iter().copied())),
        )
    }

    fn own_part(&self, top: GridId) -> Part {
        let own = self.small_of(top);
        let is_whole = self.are_all_small(&own);
        let grids = self.spread.touched();
        let grids = grids.filter(|(grid, _)| is_whole || own.contains(grid));
        let records = PartRecords {
            grids: grids.collect(),
            ..PartRecords::default()
        };
        Part {
            top: Some(top),
            records,
        }
    }

    fn township_parts(&self) -> Vec<Part> {
        let mut parts: BTreeMap<Option<GridId>, PartRecords> = BTreeMap::new();
        for (grid, change) in self.spread.touched() {
            let part = parts.entry(Some(self.township_of(grid))).or_default();
            part.grids.insert(grid, change);
        }
        for stray in self.spread.strays(&self.measures) {
            let own = Some(self.township_of(stray.grid));
            let home = stray.home.map(|home| self.township_of(home));
            if own != home {
                let part = parts.entry(own).or_default();
                part.without.insert(stray.record);
                let part = parts.entry(home).or_default();
                part.with.insert(stray.record);
            }
        }
        if let Some(part) = parts.get_mut(&None) {
            part.nowhere = self.spread.nowhere();
        }
        let parts = parts.into_iter();
        parts.map(|(top, records)| Part { top, records }).collect()
    }
}
