use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{HazardMeasure, InspectionMeasure, Measure, PremisesMeasure};
use crate::{GridId, RecordId};

/// The measures of many records（统计要素集）.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Measures {
    /// Premises.
    pub premises: BTreeMap<RecordId, PremisesMeasure>,
    /// Inspections.
    pub inspections: BTreeMap<RecordId, InspectionMeasure>,
    /// Hazards.
    pub hazards: BTreeMap<RecordId, HazardMeasure>,
    hazards_by_premises: BTreeMap<RecordId, BTreeSet<RecordId>>,
}

impl Measures {
    /// Takes in a record, in place of what was there of it.
    pub fn put(&mut self, record: RecordId, measure: Measure) {
        match measure {
            Measure::Premises(it) => drop(self.premises.insert(record, *it)),
            Measure::Inspection(it) => drop(self.inspections.insert(record, it)),
            Measure::Hazard(it) => {
                let premises = it.premises;
                let before = self.hazards.insert(record, *it).and_then(|it| it.premises);
                if let Some(known) = before.and_then(|id| self.hazards_by_premises.get_mut(&id)) {
                    known.remove(&record);
                }
                if let Some(premises) = premises {
                    let there = self.hazards_by_premises.entry(premises).or_default();
                    there.insert(record);
                }
            }
        }
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

    /// Only what lies in these grids.
    #[must_use]
    pub fn within(&self, grids: &BTreeSet<GridId>) -> Self {
        let mut kept = Self::default();
        for (record, it) in self
            .premises
            .iter()
            .filter(|(_, it)| grids.contains(&it.grid))
        {
            kept.premises.insert(*record, it.clone());
        }
        for (record, it) in self
            .inspections
            .iter()
            .filter(|(_, it)| grids.contains(&it.grid))
        {
            kept.inspections.insert(*record, it.clone());
        }
        for (record, it) in self
            .hazards
            .iter()
            .filter(|(_, it)| grids.contains(&it.grid))
        {
            kept.put(*record, Measure::Hazard(Box::new(it.clone())));
        }
        kept
    }

    /// The days of all accepted inspections by premises（已审核检查日）.
    #[must_use]
    pub fn accepted_visits(&self) -> BTreeMap<RecordId, Vec<NaiveDate>> {
        self.visits(|visit| visit.accepted)
    }

    /// The days of all submitted inspections by premises, accepted or not yet.
    #[must_use]
    pub fn all_visits(&self) -> BTreeMap<RecordId, Vec<NaiveDate>> {
        self.visits(|visit| visit.status != crate::lifecycle::Status::Withdrawn)
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
