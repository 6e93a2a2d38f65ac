use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{HazardMeasure, InspectionMeasure, Measure, PremisesMeasure, ReportMeasure};
use crate::lifecycle::Status;
use crate::{GridId, RecordId};

/// The measures of many records（统计要素集）, found by record, by grid, and by premises.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Measures {
    /// Premises.
    pub premises: BTreeMap<RecordId, PremisesMeasure>,
    /// Inspections.
    pub inspections: BTreeMap<RecordId, InspectionMeasure>,
    /// Hazards.
    pub hazards: BTreeMap<RecordId, HazardMeasure>,
    /// Complaints and reports by the public.
    pub reports: BTreeMap<RecordId, ReportMeasure>,
    by_grid: BTreeMap<GridId, BTreeSet<RecordId>>,
    hazards_by_premises: BTreeMap<RecordId, BTreeSet<RecordId>>,
    visits_by_premises: BTreeMap<RecordId, BTreeSet<RecordId>>,
    reports_by_premises: BTreeMap<RecordId, BTreeSet<RecordId>>,
}

impl Measures {
    /// Takes in a record, in place of what was there of it.
    pub fn put(&mut self, record: RecordId, measure: Measure) {
        let (now, before) = match measure {
            Measure::Premises(it) => {
                let grid = it.grid;
                let before = self.premises.insert(record, *it);
                (grid, before.map(|it| it.grid))
            }
            Measure::Inspection(it) => {
                let (grid, premises) = (it.grid, it.premises);
                let before = self.inspections.insert(record, it);
                let at = before.as_ref().and_then(|it| it.premises);
                change(&mut self.visits_by_premises, record, at, premises);
                (grid, before.map(|it| it.grid))
            }
            Measure::Hazard(it) => {
                let (grid, premises) = (it.grid, it.premises);
                let before = self.hazards.insert(record, *it);
                let at = before.as_ref().and_then(|it| it.premises);
                change(&mut self.hazards_by_premises, record, at, premises);
                (grid, before.map(|it| it.grid))
            }
            Measure::Report(it) => {
                let (grid, premises) = (it.grid, it.premises);
                let before = self.reports.insert(record, it);
                let at = before.as_ref().and_then(|it| it.premises);
                change(&mut self.reports_by_premises, record, at, premises);
                (grid, before.map(|it| it.grid))
            }
        };
        change(&mut self.by_grid, record, before, Some(now));
    }

    /// The hazards of a premises, in id order.
    #[must_use]
    pub fn hazards_at(&self, premises: RecordId) -> Vec<&HazardMeasure> {
        let ids = self.hazards_by_premises.get(&premises);
        ids.into_iter()
            .flatten()
            .filter_map(|id| self.hazards.get(id))
            .collect()
    }

    /// The visits to a premises, in id order, each with its record.
    pub fn visits_at(
        &self,
        premises: RecordId,
    ) -> impl Iterator<Item = (RecordId, &InspectionMeasure)> {
        let ids = self.visits_by_premises.get(&premises);
        ids.into_iter()
            .flatten()
            .filter_map(|id| Some((*id, self.inspections.get(id)?)))
    }

    /// The complaints about a premises, in id order.
    pub fn reports_at(&self, premises: RecordId) -> impl Iterator<Item = &ReportMeasure> {
        let ids = self.reports_by_premises.get(&premises);
        ids.into_iter()
            .flatten()
            .filter_map(|id| self.reports.get(id))
    }

    /// Only what lies in these grids; what it costs depends on that alone.
    #[must_use]
    pub fn within(&self, grids: &BTreeSet<GridId>) -> Self {
        self.only(grids.iter().flat_map(|grid| self.in_grid(*grid)))
    }

    /// The records that lie in a grid, in id order.
    pub fn in_grid(&self, grid: GridId) -> impl Iterator<Item = RecordId> {
        self.by_grid.get(&grid).into_iter().flatten().copied()
    }

    /// Only these records, as far as they are here.
    #[must_use]
    pub fn only(&self, records: impl IntoIterator<Item = RecordId>) -> Self {
        let mut kept = Self::default();
        for id in records {
            if let Some(it) = self.premises.get(&id) {
                kept.put(id, Measure::Premises(Box::new(it.clone())));
            } else if let Some(it) = self.inspections.get(&id) {
                kept.put(id, Measure::Inspection(it.clone()));
            } else if let Some(it) = self.hazards.get(&id) {
                kept.put(id, Measure::Hazard(Box::new(it.clone())));
            } else if let Some(it) = self.reports.get(&id) {
                kept.put(id, Measure::Report(it.clone()));
            }
        }
        kept
    }

    /// The first day of which anything is on record（最早记录日）; `None` if nothing is.
    #[must_use]
    pub fn first_day(&self) -> Option<NaiveDate> {
        let files = self.premises.values().filter_map(|it| it.on_file_since);
        let visits = self.inspections.values().filter_map(|it| it.visited_on);
        let found = self.hazards.values().filter_map(|it| it.found_on);
        files.chain(visits).chain(found).min()
    }

    /// The days of all accepted inspections by premises（已审核检查日）.
    #[must_use]
    pub fn accepted_visits(&self) -> BTreeMap<RecordId, Vec<NaiveDate>> {
        self.visits(|visit| visit.accepted)
    }

    /// The days of all submitted inspections by premises, accepted or not yet.
    #[must_use]
    pub fn all_visits(&self) -> BTreeMap<RecordId, Vec<NaiveDate>> {
        self.visits(|visit| visit.status != Status::Withdrawn)
    }

    fn visits(
        &self,
        counts: impl Fn(&InspectionMeasure) -> bool,
    ) -> BTreeMap<RecordId, Vec<NaiveDate>> {
        let mut visits: BTreeMap<RecordId, Vec<NaiveDate>> = BTreeMap::new();
        for visit in self.inspections.values().filter(|visit| counts(visit)) {
            if let (Some(premises), Some(on)) = (visit.premises, visit.visited_on) {
                visits.entry(premises).or_default().push(on);
            }
        }
        for days in visits.values_mut() {
            days.sort_unstable();
        }
        visits
    }
}

/// Moves a record in an index.
fn change<K: Ord>(
    index: &mut BTreeMap<K, BTreeSet<RecordId>>,
    record: RecordId,
    before: Option<K>,
    now: Option<K>,
) {
    if before == now {
        return;
    }
    if let Some(there) = before.and_then(|key| index.get_mut(&key)) {
        there.remove(&record);
    }
    if let Some(key) = now {
        index.entry(key).or_default().insert(record);
    }
}
