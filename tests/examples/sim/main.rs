//! A fleet over the real engine, in one thread, with virtual time and seeded faults: phones that
//! lose signal, die, are cloned; a relay that fails, forgets and is restored. An oracle that
//! knows nothing of the engine judges what is left.
//!
//! `sim --seed 1 --days 3000`: as many worlds as it takes to come to so many device-days.

mod daily;
mod fate;
mod fleet;
mod oracle;
mod random;
mod relay_events;
mod scenario;
mod tally;
mod travel;

use std::process::ExitCode;
use std::time::Instant;

use scenario::Scenario;
use tally::Tally;

/// The value behind an option of the command line.
fn option(name: &str, otherwise: u64) -> u64 {
    let arguments: Vec<String> = std::env::args().collect();
    arguments
        .windows(2)
        .find(|pair| pair[0] == name)
        .and_then(|pair| pair[1].parse().ok())
        .unwrap_or(otherwise)
}

fn main() -> ExitCode {
    let (first, days) = (option("--seed", 1), option("--days", 300));
    let seconds = option("--seconds", u64::MAX);
    let started = Instant::now();
    let mut sum = Tally::default();
    let mut seed = first;
    while sum.device_days < days && started.elapsed().as_secs() < seconds {
        let mut scenario = Scenario::new(seed);
        scenario.run();
        let trace = scenario.trace();
        if seed == first {
            let mut again = Scenario::new(seed);
            again.run();
            if again.trace() != trace {
                say(&format!("seed {seed}: the same seed gave another trace"));
                return ExitCode::FAILURE;
            }
        }
        if !scenario.violations().is_empty() {
            for violation in scenario.violations() {
                say(&format!("seed {seed}: {violation}"));
            }
            return ExitCode::FAILURE;
        }
        sum.add(scenario.tally());
        seed += 1;
    }
    say(&sum.report(first, seed - 1, started.elapsed().as_secs()));
    let missing = sum.never_seen();
    if sum.device_days >= 1_000 && !missing.is_empty() {
        say(&format!("never seen, so never tested: {missing:?}"));
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

#[expect(clippy::print_stdout, reason = "a program for people at a terminal")]
fn say(text: &str) {
    println!("{text}");
}
