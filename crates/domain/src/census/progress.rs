use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use super::{CensusVisit, Share};
use crate::RecordId;
use crate::policy::CensusRules;

/// How far a sweep has come（排摸进度）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CensusProgress {
    /// Every premises of the list with its latest visit, in the order of ids.
    pub entries: Vec<SweepEntry>,
    /// Settled, of all that count: the percentage done（完成率）.
    pub done: Share,
    /// Visited at least once, whatever the outcome, of all that count（走访率）.
    pub visited: Share,
    /// Never visited in this sweep（未走访清单）.
    pub never_visited: Vec<RecordId>,
    /// To be visited again, earliest first（复访清单）.
    pub revisits: Vec<(NaiveDate, RecordId)>,
    /// Premises by outcome code of their latest visit.
    pub by_outcome: BTreeMap<String, u64>,
    /// Visited though not on the list: found in the sweep（新增）.
    pub added: Vec<RecordId>,
}

/// One premises of the sweep list（排摸清单）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SweepEntry {
    /// Which.
    pub premises: RecordId,
    /// The latest visit of the sweep.
    pub latest: Option<CensusVisit>,
    /// How often it was visited.
    pub visits: u32,
    /// Nothing more is to be done in this sweep.
    pub settled: bool,
    /// False if it dropped out of the list: a duplicate, or torn down.
    pub counts: bool,
    /// Come again on this day.
    pub revisit_on: Option<NaiveDate>,
}

/// The progress of a sweep over `listed` premises that began on `since`. Earlier visits do not
/// count; of two visits on one day the later in `visits` is the latest. An outcome that the pack
/// does not know settles nothing. Premises visited without being listed are added to the list.
#[must_use]
pub fn census_progress(
    rules: &CensusRules,
    listed: &[RecordId],
    visits: &[CensusVisit],
    since: NaiveDate,
) -> CensusProgress {
    let on_list: BTreeSet<RecordId> = listed.iter().copied().collect();
    let mut by_premises: BTreeMap<RecordId, (u32, Option<&CensusVisit>)> = on_list
        .iter()
        .map(|premises| (*premises, (0, None)))
        .collect();
    for visit in visits.iter().filter(|visit| visit.on >= since) {
        let (count, latest) = by_premises.entry(visit.premises).or_insert((0, None));
        *count += 1;
        if latest.is_none_or(|latest| visit.on >= latest.on) {
            *latest = Some(visit);
        }
    }
    let entries: Vec<SweepEntry> = by_premises
        .into_iter()
        .map(|(premises, (visits, latest))| sweep_entry(rules, premises, visits, latest))
        .collect();
    let counting = || entries.iter().filter(|entry| entry.counts);
    let share = |fits: fn(&&SweepEntry) -> bool| Share {
        part: counting().filter(fits).count() as u64,
        whole: counting().count() as u64,
    };
    let mut by_outcome = BTreeMap::new();
    for visit in entries.iter().filter_map(|entry| entry.latest.as_ref()) {
        *by_outcome.entry(visit.outcome.clone()).or_insert(0) += 1;
    }
    let mut revisits: Vec<(NaiveDate, RecordId)> = entries
        .iter()
        .filter_map(|entry| Some((entry.revisit_on?, entry.premises)))
        .collect();
    revisits.sort();
    let ids = |fits: &dyn Fn(&SweepEntry) -> bool| {
        entries
            .iter()
            .filter(|entry| fits(entry))
            .map(|entry| entry.premises)
            .collect()
    };
    CensusProgress {
        done: share(|entry| entry.settled),
        visited: share(|entry| entry.visits > 0),
        never_visited: ids(&|entry| entry.visits == 0),
        added: ids(&|entry| !on_list.contains(&entry.premises)),
        revisits,
        by_outcome,
        entries,
    }
}

fn sweep_entry(
    rules: &CensusRules,
    premises: RecordId,
    visits: u32,
    latest: Option<&CensusVisit>,
) -> SweepEntry {
    let outcome = latest.and_then(|visit| rules.get(&visit.outcome));
    let revisit_on = latest.zip(outcome).and_then(|(visit, outcome)| {
        visit
            .on
            .checked_add_days(Days::new(u64::from(outcome.revisit_after_days?)))
    });
    SweepEntry {
        premises,
        latest: latest.cloned(),
        visits,
        settled: outcome.is_some_and(|outcome| outcome.reached),
        counts: outcome.is_none_or(|outcome| outcome.counts),
        revisit_on,
    }
}
