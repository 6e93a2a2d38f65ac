//! Load on the real relay: many phones with keys of their own, and what came of it.
//!
//! Everything that a phone would compute is made before the clock runs: envelopes are sealed, chained
//! and packed, photos are hashed. What is left under load is to send bytes and to read the answer.
#![allow(dead_code, reason = "each program uses its own part")]

mod asked_again;
mod author;
mod closed;
mod device;
mod drill;
pub(crate) mod fleet;
mod growth;
mod idle;
mod link;
mod measured;
mod overload;
mod pair;
mod photos;
mod recomputed;
mod relays;
#[path = "../workload/report.rs"]
mod report;
pub(crate) mod schedule;
pub(crate) mod settings;
mod soak;
#[path = "../workload/statistics.rs"]
mod statistics;
mod steady;
mod tally;
mod town;

use anyhow::Result;
use report::Report;
use settings::{Settings, StoreKind};

/// Runs the parts that were asked for, one after the other, each on fresh relays.
pub(crate) async fn run(settings: &Settings) -> Result<()> {
    let mut report = Report::begin("load", false);
    report.section("settings", settings.to_json())?;
    if settings.asks("steady") {
        steady::measure(settings, &mut report).await?;
    }
    if settings.asks("pair") && settings.store == StoreKind::Postgres {
        pair::measure(settings, &mut report).await?;
    }
    if settings.asks("closed") {
        closed::measure(settings, &mut report).await?;
    }
    if settings.asks("overload") {
        overload::measure(settings, &mut report).await?;
    }
    if settings.asks("idle") {
        idle::measure(settings, &mut report).await?;
    }
    if settings.asks("growth") {
        growth::measure(settings, &mut report).await?;
    }
    if settings.names("soak") {
        soak::measure(settings, &mut report).await?;
    }
    if settings.names("drill") {
        drill::measure(settings, &mut report).await?;
    }
    report.finish()
}
