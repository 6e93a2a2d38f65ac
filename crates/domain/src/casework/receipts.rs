use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::lifecycle::CaseState;
use crate::{RecordId, Timestamp, UserId};

/// That a warning arrived（签收）: at a worker, and through the worker at households.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The worker.
    pub worker: UserId,
    /// When, by the best estimate.
    pub at: Timestamp,
    /// Households told, with the outcome's code.
    pub households: BTreeMap<RecordId, String>,
}

/// How a warning arrived（预警送达）of S1-04.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Delivery {
    /// Workers that had it in time.
    pub in_time: Vec<UserId>,
    /// Workers that had it late: the mark stays.
    pub late: Vec<UserId>,
    /// Workers that have not said that they have it.
    pub missing: Vec<UserId>,
    /// Households told.
    pub households: usize,
    /// Households that could not be reached.
    pub unreachable: usize,
}

impl Receipt {
    /// The receipt of a case for a warning, if it is one.
    #[must_use]
    pub fn of(case: &CaseState, warning: &str) -> Option<Self> {
        let own = |fields: &BTreeMap<String, String>| {
            fields.get("warning").is_some_and(|it| it.trim() == warning)
        };
        let first = case.steps.iter().find(|taken| own(&taken.fields))?;
        let told = case.taken("receipt.household");
        let households = told.filter(|taken| own(&taken.fields)).filter_map(|taken| {
            let household = taken.fields.get("household_record")?.trim().parse().ok()?;
            let outcome = taken.fields.get("outcome").cloned().unwrap_or_default();
            Some((household, outcome))
        });
        Some(Self {
            worker: first.user,
            at: first.time.best(),
            households: households.collect(),
        })
    }
}

/// How a warning that was given out at `sent` arrived（送达统计）: in time means within so many minutes.
/// A worker counts once, by the earliest receipt; a household once, as reached if anybody did.
#[must_use]
pub fn delivery(
    expected: &BTreeSet<UserId>,
    receipts: &[Receipt],
    sent: Timestamp,
    within_minutes: u64,
) -> Delivery {
    let mut first: BTreeMap<UserId, Timestamp> = BTreeMap::new();
    let mut reached: BTreeMap<RecordId, bool> = BTreeMap::new();
    for receipt in receipts {
        let at = first.entry(receipt.worker).or_insert(receipt.at);
        *at = (*at).min(receipt.at);
        for (household, outcome) in &receipt.households {
            *reached.entry(*household).or_default() |= outcome != "unreachable";
        }
    }
    let window = i64::try_from(within_minutes.saturating_mul(60_000)).unwrap_or(i64::MAX);
    let limit = sent.plus_ms(window);
    let mut found = Delivery {
        households: reached.values().filter(|it| **it).count(),
        unreachable: reached.values().filter(|it| !**it).count(),
        ..Delivery::default()
    };
    for worker in expected {
        match first.get(worker) {
            Some(at) if *at <= limit => found.in_time.push(*worker),
            Some(_) => found.late.push(*worker),
            None => found.missing.push(*worker),
        }
    }
    found
}
