use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::tally::{Measure, Measures};
use wangge_domain::{GridId, RecordId};

/// How the measures lie over the grids（统计要素分布）: when anything that counts in a grid changed last,
/// and what hangs on a premises of another grid, or on one that is not here. What hangs on
/// a premises that moved follows it one by one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spread {
    /// Changes so far.
    changes: u64,
    /// The last change that touched a grid: a record in it, or one that hangs on a premises in it.
    touched: BTreeMap<GridId, u64>,
    /// The last change that touched what hangs on a premises that is not here.
    nowhere: u64,
    /// What hangs on a premises of another grid.
    away: BTreeSet<RecordId>,
    /// What hangs on a premises that is not here, by that premises.
    missing: BTreeMap<RecordId, BTreeSet<RecordId>>,
}

/// A record that hangs on a premises elsewhere.
pub(super) struct Stray {
    pub(super) record: RecordId,
    /// Where it lies.
    pub(super) grid: GridId,
    /// Where its premises lies; `None`: it is not here.
    pub(super) home: Option<GridId>,
}

impl Spread {
    /// The spread of measures that were not put in one by one. It counts no changes: what is kept by
    /// parts is asked with the one that follows the store.
    pub(crate) fn of(measures: &Measures) -> Self {
        let mut spread = Self::default();
        let premises = measures.premises.keys();
        let others = measures.inspections.keys().chain(measures.hazards.keys());
        let others = others.chain(measures.reports.keys());
        for record in premises.chain(others) {
            spread.arrive(measures, *record);
        }
        spread
    }

    /// Takes a record into the measures, in place of what was there of it, and notes what it touches.
    pub(crate) fn put(&mut self, measures: &mut Measures, record: RecordId, measure: Measure) {
        self.changes += 1;
        let before = measures.premises.get(&record).map(|it| it.grid);
        self.leave(measures, record);
        measures.put(record, measure);
        self.arrive(measures, record);
        let now = measures.premises.get(&record).map(|it| it.grid);
        if now == before {
            return;
        }
        // A premises that is new or that moved takes what hangs on it along.
        let hanging = match before {
            Some(_) => hanging_on(measures, record),
            None => self.missing.remove(&record).unwrap_or_default(),
        };
        if before.is_none() && !hanging.is_empty() {
            self.touch(None);
        }
        for one in hanging {
            self.leave(measures, one);
            self.arrive(measures, one);
        }
    }

    /// The grids in which there is or was anything, each with the last change that touched it.
    pub(super) fn touched(&self) -> impl Iterator<Item = (GridId, u64)> {
        self.touched.iter().map(|(grid, change)| (*grid, *change))
    }

    /// The last change that touched what hangs on a premises that is not here.
    pub(super) fn nowhere(&self) -> u64 {
        self.nowhere
    }

    /// What hangs on a premises elsewhere.
    pub(super) fn strays(&self, measures: &Measures) -> Vec<Stray> {
        let away = self.away.iter().chain(self.missing.values().flatten());
        away.filter_map(|record| {
            let (grid, premises) = place(measures, *record)?;
            Some(Stray {
                record: *record,
                grid,
                home: home(measures, grid, premises),
            })
        })
        .collect()
    }

    fn leave(&mut self, measures: &Measures, record: RecordId) {
        let Some((grid, premises)) = place(measures, record) else {
            return;
        };
        self.touch(Some(grid));
        self.touch(home(measures, grid, premises));
        self.away.remove(&record);
        let Some(premises) = premises else {
            return;
        };
        let emptied = self.missing.get_mut(&premises).is_some_and(|there| {
            there.remove(&record);
            there.is_empty()
        });
        if emptied {
            self.missing.remove(&premises);
        }
    }

    fn arrive(&mut self, measures: &Measures, record: RecordId) {
        let Some((grid, premises)) = place(measures, record) else {
            return;
        };
        let home = home(measures, grid, premises);
        self.touch(Some(grid));
        self.touch(home);
        match (home, premises) {
            (None, Some(premises)) => {
                self.missing.entry(premises).or_default().insert(record);
            }
            (Some(home), _) if home != grid => {
                self.away.insert(record);
            }
            _ => {}
        }
    }

    fn touch(&mut self, grid: Option<GridId>) {
        match grid {
            Some(grid) => {
                self.touched.insert(grid, self.changes);
            }
            None => self.nowhere = self.changes,
        }
    }
}

/// Where a record lies, and the premises that it hangs on.
fn place(measures: &Measures, record: RecordId) -> Option<(GridId, Option<RecordId>)> {
    if let Some(it) = measures.premises.get(&record) {
        return Some((it.grid, None));
    }
    if let Some(it) = measures.inspections.get(&record) {
        return Some((it.grid, it.premises));
    }
    if let Some(it) = measures.hazards.get(&record) {
        return Some((it.grid, it.premises));
    }
    let it = measures.reports.get(&record)?;
    Some((it.grid, it.premises))
}

/// The grid with whose records a record of `grid` counts; `None`: its premises is not here.
fn home(measures: &Measures, grid: GridId, premises: Option<RecordId>) -> Option<GridId> {
    match premises {
        None => Some(grid),
        Some(premises) => measures.premises.get(&premises).map(|it| it.grid),
    }
}

/// All that hangs on a premises.
fn hanging_on(measures: &Measures, premises: RecordId) -> BTreeSet<RecordId> {
    let visits = measures.inspections.iter();
    let visits = visits.filter(|(_, it)| it.premises == Some(premises));
    let hazards = measures.hazards.iter();
    let hazards = hazards.filter(|(_, it)| it.premises == Some(premises));
    let reports = measures.reports.iter();
    let reports = reports.filter(|(_, it)| it.premises == Some(premises));
    let visits = visits.map(|(record, _)| *record);
    let hazards = hazards.map(|(record, _)| *record);
    let reports = reports.map(|(record, _)| *record);
    visits.chain(hazards).chain(reports).collect()
}
