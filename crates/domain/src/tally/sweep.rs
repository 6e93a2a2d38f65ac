use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Measures;
use crate::census::{CensusProgress, CensusVisit, census_progress};
use crate::lifecycle::Status;
use crate::policy::CensusRules;
use crate::premises::normalize_address;
use crate::{GridId, RecordId};

/// The outcome of a visit that went through the checklist.
const CHECKED: &str = "checked";

/// A census sweep over an area（全量排摸）of S0-23 as its desk sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sweep {
    /// All of it.
    pub whole: CensusProgress,
    /// By small grid.
    pub grids: BTreeMap<GridId, CensusProgress>,
    /// Put on file since it began（新增）.
    pub added: Vec<RecordId>,
    /// Files in use of one grid with the same name and address（疑似重复）, two or more each.
    pub alike: Vec<Vec<RecordId>>,
}

/// The sweep that began on `since` over all premises on file: the latest outcome of each, the
/// percentages with both their numbers, by grid.
#[must_use]
pub fn sweep(measures: &Measures, rules: &CensusRules, since: NaiveDate) -> Sweep {
    let mut listed: BTreeMap<GridId, Vec<RecordId>> = BTreeMap::new();
    let mut visits: BTreeMap<GridId, Vec<CensusVisit>> = BTreeMap::new();
    let mut named: BTreeMap<(GridId, String, String), Vec<RecordId>> = BTreeMap::new();
    let mut added = Vec::new();
    for (id, it) in &measures.premises {
        let Some(on_file) = it.on_file_since else {
            continue;
        };
        if it.status == Status::Withdrawn {
            continue;
        }
        listed.entry(it.grid).or_default().push(*id);
        if on_file >= since {
            added.push(*id);
        }
        if it.is_active() {
            let (name, address) = (normalize_address(&it.name), normalize_address(&it.address));
            named.entry((it.grid, name, address)).or_default().push(*id);
        }
        let outcome = it.census.iter().map(|(outcome, on)| CensusVisit {
            premises: *id,
            on: *on,
            outcome: outcome.clone(),
        });
        visits.entry(it.grid).or_default().extend(outcome);
    }
    for visit in measures.inspections.values() {
        let (Some(on), Some(premises)) = (visit.visited_on, visit.premises) else {
            continue;
        };
        let home = measures.premises.get(&premises);
        if let Some(home) = home.filter(|_| visit.status != Status::Withdrawn) {
            visits.entry(home.grid).or_default().push(CensusVisit {
                premises,
                on,
                outcome: CHECKED.to_owned(),
            });
        }
    }
    // Of two on one day the one through the checklist is the later: those stand behind.
    for visits in visits.values_mut() {
        visits.sort_by_key(|visit| visit.on);
    }
    let none = Vec::new();
    let part = |grid: &GridId, listed: &Vec<RecordId>| {
        let visits = visits.get(grid).unwrap_or(&none);
        census_progress(rules, listed, visits, since)
    };
    let grids: BTreeMap<_, _> = listed
        .iter()
        .map(|(grid, listed)| (*grid, part(grid, listed)))
        .collect();
    let mut all_visits: Vec<CensusVisit> = visits.values().flatten().cloned().collect();
    all_visits.sort_by_key(|visit| visit.on);
    let all: Vec<RecordId> = listed.into_values().flatten().collect();
    Sweep {
        whole: census_progress(rules, &all, &all_visits, since),
        grids,
        added,
        alike: named.into_values().filter(|ids| ids.len() > 1).collect(),
    }
}
