//! Does the oracle find what is wrong? Every defect that can be planted must be caught.

use std::collections::BTreeMap;

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

/// By what the judge names a defect: anything else would be found by chance.
fn expected(defect: Defect) -> &'static [&'static str] {
    use Defect as D;
    match defect {
        D::DropChainCheck => &["shares its place in a chain", "stands twice in the log"],
        D::DropRevocation => &["past the frontier of its device"],
        D::DropLeaseExpiry => &["when its lease had run out"],
        D::DropScopeCheck => &["without its author's rights"],
        D::ReuseNumber => &["was given twice"],
        D::NumberWhileHealing => &[
            "while the relay was being healed",
            "was given twice",
            "became",
        ],
        D::DropEpochTest => &["unlike from", "did not come back", "cannot follow"],
        D::AckBeforeCommit => &["the relay says"],
        D::DecideTwice => &["stands twice in the log", "was given twice"],
        D::TimeGoesBack => &["does not hold"],
        D::LoseSetApart => &["the bytes refused at row"],
        D::TrustDeviceClock => &["is bounded"],
        D::ForgetRecord | D::PassOverChange => &[
            "cannot follow",
            "by the digest",
            "otherwise than the relay",
            "unlike its log and outbox",
        ],
        D::PendingLeftOut => &["unlike its log and outbox", "otherwise than the relay"],
        D::WriteUnread => &["wrote over what its app cannot read"],
        D::GiveNothingBack => &[
            "did not come back",
            "does not come to an end",
            "is neither logged nor refused",
            "became",
            // The relay lacks what the phone kept to itself.
            "by the digest",
        ],
        D::NotProcessedIsAccepted => &["is neither logged nor refused"],
        D::AckBeforeSync => &["in a power cut", "acknowledged and lost", "half done"],
        D::CommitInTwo => &["half done", "in a power cut", "unlike its log and outbox"],
        D::KeepChainTip => &["forked its own chain"],
        D::ForgetRefused => &["in a power cut", "is neither logged nor refused"],
        D::AckFailedCommit => &["in a power cut", "it stands otherwise"],
        D::FirstEditWins => &["lost edits of"],
        D::ShipUngranted => &["that nobody granted it"],
        // Found by tests of their own.
        D::SkipGate | D::SkipPageSignature | D::SkipPhotoHash => &[],
    }
}

/// What a run with a defect came to.
#[derive(Default)]
struct Search {
    /// Which run found it, and by what.
    found: Option<String>,
    /// The world that did.
    plan: Option<Plan>,
    /// What was found on the way that does not name the defect.
    else_found: Option<String>,
}

/// Which run finds a defect, and by what.
fn find(defect: Defect) -> Search {
    let mut search = Search::default();
    let _planted = Planted::new(defect);
    let named = |what: &&String| expected(defect).iter().any(|text| what.contains(text));
    if matches!(defect, Defect::CommitInTwo | Defect::AckBeforeSync) {
        let found = crash_everywhere(2, Some("seal"));
        if let Some(first) = found.violations.iter().find(named) {
            search.found = Some(format!("crash at every write: {first}"));
            return search;
        }
    }
    for seed in 1..=MOST_WORLDS {
        let plan = stormy(seed, defect);
        let scenario = Scenario::run(plan);
        let violations = scenario.violations();
        if let Some(first) = violations.iter().find(named) {
            search.found = Some(format!("world {seed}: {first}"));
            search.plan = Some(plan);
            return search;
        }
        if let Some(first) = violations.first() {
            search.else_found = Some(format!("world {seed}: {first}"));
        }
    }
    search
}

/// The same world without the defect must be in order: what was found is the defect's doing. Worlds
/// that several defects share are run once.
fn is_in_order(plan: Plan, known: &mut BTreeMap<(u64, u64, bool, usize), bool>) -> bool {
    let key = (plan.seed, plan.days, plan.is_real, plan.restores);
    *known
        .entry(key)
        .or_insert_with(|| Scenario::run(plan).violations().is_empty())
}

/// A defect that is planted is found; without any, the same worlds are in order (`fleet`).
#[test]
fn every_planted_defect_is_caught() {
    let only = figure("WANGGE_SIM_DEFECT");
    let (mut missed, mut disturbed) = (Vec::new(), Vec::new());
    let mut known = BTreeMap::new();
    for (number, defect) in (1..).zip(Defect::ALL.iter().copied()) {
        if only.is_some_and(|only| only != number) {
            continue;
        }
        let search = find(defect);
        match search.found {
            Some(found) => say(&format!("{number:>3} {defect:?}: {found}")),
            None => missed.push((defect, search.else_found)),
        }
        // Worlds of every kind of plan come up here, each that caught something.
        if let Some(plan) = search.plan.filter(|plan| !is_in_order(*plan, &mut known)) {
            disturbed.push((defect, plan));
        }
    }
    assert!(
        missed.is_empty(),
        "not caught, or not as what it is: {missed:?}"
    );
    assert!(
        disturbed.is_empty(),
        "worlds that are not in order without any defect: {disturbed:?}"
    );
}

/// Worlds of many restores, one after the other, are in order.
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
