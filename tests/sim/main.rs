//! A fleet over the real engine, in one thread, with virtual time and seeded faults: phones whose
//! disks lose power, that lose signal, die, are cloned; a relay that fails, forgets and is
//! restored. An oracle that knows nothing of the engine judges what is left.
//!
//! `make sim SEED=1 DAYS=3000`: as many worlds as it takes to come to so many device-days, and a
//! line in the ledger.

mod chance;
mod crash_bench;
mod crash_everywhere;
mod daily;
mod defects;
mod disk;
mod fate;
mod fleet;
mod ledger;
mod moves;
mod oracle;
mod oracle_rules;
mod phone_disk;
mod power;
mod relay_events;
mod scenario;
mod tally;
mod travel;
mod versions;
mod withdrawn;

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use scenario::{Plan, Scenario};
use tally::Tally;

/// Device-days that a run which is bounded by time aims at. Fewer are no failure of the engine, but
/// they are said aloud.
const AIM: u64 = 3_000;

/// A figure of the environment.
pub(crate) fn figure(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

#[expect(clippy::print_stdout, reason = "figures for people at a terminal")]
pub(crate) fn say(text: &str) {
    println!("{text}");
}

/// Worlds until there are enough device-days, on as many threads as there are cores.
#[test]
fn fleet() {
    let first = figure("WANGGE_SIM_SEED").unwrap_or(1);
    let days = figure("WANGGE_SIM_DAYS");
    let seconds = figure("WANGGE_SIM_SECONDS");
    // Without a wish of either kind, a glance.
    let most_days = days.unwrap_or(if seconds.is_some() { u64::MAX } else { 150 });
    let most_seconds = seconds.unwrap_or(u64::MAX);
    let threads = figure("WANGGE_SIM_THREADS").unwrap_or_else(|| {
        let cores = std::thread::available_parallelism();
        u64::try_from(cores.map_or(1, usize::from)).unwrap_or(1)
    });
    let started = Instant::now();
    let next = AtomicU64::new(first);
    let sum = Mutex::new((Tally::default(), Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let done = {
                        let sum = sum.lock().unwrap();
                        sum.0.device_days >= most_days || !sum.1.is_empty()
                    };
                    if done || started.elapsed().as_secs() >= most_seconds {
                        return;
                    }
                    let seed = next.fetch_add(1, Ordering::SeqCst);
                    let scenario = Scenario::run(Plan::of(seed));
                    let mut sum = sum.lock().unwrap();
                    sum.0.add(scenario.tally());
                    let found = scenario.violations().iter();
                    sum.1
                        .extend(found.map(|what| format!("seed {seed}: {what}")));
                }
            });
        }
    });
    let last = next.load(Ordering::SeqCst) - 1;
    let (sum, violations) = sum.into_inner().unwrap();
    let seeds = format!("{first}..={last}");
    say(&sum.report(&seeds, started.elapsed().as_secs()));
    if std::env::var_os("WANGGE_SIM_LEDGER").is_some() {
        ledger::append(&seeds, &sum, &violations).expect("the ledger can be written");
    }
    assert!(violations.is_empty(), "{}", violations.join("\n"));
    let missing = sum.never_seen();
    assert!(
        missing.is_empty(),
        "never seen in {} device-days, so never tested: {missing:?}",
        sum.device_days
    );
    if seconds.is_some() && sum.device_days < AIM {
        let (demanded, all) = sum.demanded();
        say(&format!(
            "!! ONLY {} OF {AIM} DEVICE-DAYS fitted into {} s: {demanded} of {all} rare states were demanded",
            sum.device_days,
            started.elapsed().as_secs()
        ));
    }
}

/// The same seed gives the same trace, byte for byte, on memory and on real databases.
#[test]
fn same_seed_same_trace() {
    for is_real in [false, true] {
        let plan = Plan {
            days: 7,
            is_real,
            restores: 120,
            ..Plan::of(7)
        };
        let first = Scenario::run(plan);
        let second = Scenario::run(plan);
        assert_eq!(first.violations(), second.violations());
        assert!(first.violations().is_empty(), "{:?}", first.violations());
        assert_eq!(first.trace(), second.trace(), "real: {is_real}");
        say(&format!("trace, real {is_real}: {}", first.trace()));
        let other = Scenario::run(Plan { seed: 8, ..plan });
        assert_ne!(first.trace(), other.trace(), "another seed, another trace");
    }
}

/// The power cut at every write of every kind of transaction, and every one of them failing.
#[test]
fn crash_at_every_write() {
    let subsets = figure("WANGGE_SIM_SUBSETS").unwrap_or(3);
    let found = crash_everywhere::crash_everywhere(subsets, None);
    say(&found.tally.report("of every write", 0));
    let violations = &found.violations;
    if std::env::var_os("WANGGE_SIM_LEDGER").is_some() {
        let name = "`crash_at_every_write`";
        ledger::append(name, &found.tally, violations).expect("the ledger can be written");
    }
    assert!(violations.is_empty(), "{}", violations.join("\n"));
    assert!(found.kinds.len() >= 8 && found.tally.crash_reopens > 500);
}
