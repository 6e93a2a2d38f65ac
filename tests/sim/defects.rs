//! Does the oracle find what is wrong? Every defect that can be planted must be caught.

use wangge_sync_engine::testing::{Defect, plant};

use crate::crash_everywhere::crash_everywhere;
use crate::scenario::{Plan, Scenario};
use crate::{figure, say};

/// Worlds that a defect may hide in before it counts as missed.
const MOST_WORLDS: u64 = 12;

/// Takes the defect out again, whatever happens.
struct Planted;

impl Planted {
    fn new(defect: Defect) -> Self {
        plant(Some(defect));
        Self
    }
}

impl Drop for Planted {
    fn drop(&mut self) {
        plant(None);
    }
}

/// A short and stormy world: what takes years elsewhere happens here in a fortnight.
fn stormy(seed: u64, defect: Defect) -> Plan {
    use Defect as D;
    let needs_restores = [
        D::NumberWhileHealing,
        D::DropEpochTest,
        D::GiveNothingBack,
        D::NotProcessedIsAccepted,
    ];
    let needs_peace = [
        D::DropChainCheck,
        D::DropRevocation,
        D::DropLeaseExpiry,
        D::LoseSetApart,
        D::TimeGoesBack,
        D::PendingLeftOut,
    ];
    let in_the_store = [
        D::AckBeforeSync,
        D::CommitInTwo,
        D::KeepChainTip,
        D::ForgetRefused,
        D::AckFailedCommit,
        D::FirstEditWins,
    ];
    Plan {
        seed,
        days: if defect == D::DropLeaseExpiry { 40 } else { 12 },
        is_real: in_the_store.contains(&defect),
        restores: if needs_restores.contains(&defect) {
            250
        } else if needs_peace.contains(&defect) {
            0
        } else {
            60
        },
        troubles: 60,
    }
}

/// Which run finds a defect, and by what.
fn find(defect: Defect) -> Option<String> {
    let _planted = Planted::new(defect);
    if matches!(defect, Defect::CommitInTwo | Defect::AckBeforeSync) {
        let found = crash_everywhere(2, Some("seal"));
        if let Some(first) = found.violations.first() {
            return Some(format!("crash at every write: {first}"));
        }
    }
    for seed in 1..=MOST_WORLDS {
        let scenario = Scenario::run(stormy(seed, defect));
        if let Some(first) = scenario.violations().first() {
            return Some(format!("world {seed}: {first}"));
        }
    }
    None
}

/// A defect that is planted is found; without any, the same worlds are in order (`fleet`).
#[test]
fn every_planted_defect_is_caught() {
    let only = figure("WANGGE_SIM_DEFECT");
    let mut missed = Vec::new();
    for (number, defect) in (1..).zip(Defect::ALL.iter().copied()) {
        if only.is_some_and(|only| only != number) {
            continue;
        }
        match find(defect) {
            Some(found) => say(&format!("{number:>3} {defect:?}: {found}")),
            None => missed.push(defect),
        }
    }
    assert!(missed.is_empty(), "not caught: {missed:?}");
}

/// Without any defect the same worlds are in order: what is found above is the defect's doing.
/// Many restores, one after the other.
#[test]
fn stormy_worlds_are_in_order() {
    let first = figure("WANGGE_SIM_SEED").unwrap_or(1);
    let worlds = figure("WANGGE_SIM_WORLDS").unwrap_or(MOST_WORLDS);
    let mut found = Vec::new();
    for seed in first..first + worlds {
        let scenario = Scenario::run(stormy(seed, Defect::NumberWhileHealing));
        let violations = scenario.violations().iter();
        found.extend(violations.map(|what| format!("world {seed}: {what}")));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
