//! The relay's memory as its records grow to a hundred thousand.

use anyhow::{Context as _, Result};
use serde_json::json;
use wangge_tests::workload::Workload;

use super::carrier;
use super::exchange::Exchange;
use super::relay::BenchRelay;
use super::report::{Aim, Report};
use super::sizes::Sizes;
use super::workshop;

/// Phones fill one relay in equal rounds; the peak of each round, then that of a new officer's
/// phone pulling everything.
pub(crate) async fn measure(sizes: &Sizes, report: &mut Report) -> Result<()> {
    let relay = BenchRelay::start(12).await?;
    let rounds = 20;
    let each = sizes.on_relay / rounds;
    let mut peaks = Vec::new();
    for round in 0..rounds {
        let workshop = workshop::open()?;
        let (user, grid) = relay.worker(round)?;
        let phone = relay.phone(user, workshop.path().join("phone")).await?;
        let purpose = format!("memory/{round}");
        let documents = Workload::fresh_documents(42, &purpose, each);
        carrier::enter(&phone.core, grid, &documents)?;
        relay.reset_memory();
        phone.sync().await?;
        let peak = relay.peak_memory_kib().context("no /proc: no memory")?;
        peaks.push(json!({"records": (round + 1) * each, "peak_kib": peak}));
        report.section("memory_round", json!(peaks.last()))?;
    }
    let workshop = workshop::open()?;
    let officer = relay
        .phone_enrolled(relay.officer()?, workshop.path().join("officer"))
        .await?;
    let pull = Exchange::measure(&relay, &officer).await?;
    let figures = pull.to_json(sizes.on_relay);
    let pulled = relay.peak_memory_kib().context("no /proc: no memory")?;
    let pushed = peaks.iter().filter_map(|it| it["peak_kib"].as_u64()).max();
    let peak = pulled.max(pushed.unwrap_or(0));
    report.section(
        "memory",
        json!({
            "rounds": peaks,
            "cold_pull_of_all": figures,
            "relay_disk_bytes": relay.disk_bytes()?,
        }),
    )?;
    report.figure(
        "relay memory",
        peak as f64 / 1024.0,
        "MiB",
        Aim::AtMost(300.0),
    );
    Ok(())
}
