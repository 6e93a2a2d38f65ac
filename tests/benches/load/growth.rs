//! What a push costs when much is there already, and how long the relay then takes to start.

use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use super::author::{Author, contents};
use super::device::{Device, Push, Seat};
use super::fleet::{Fleet, say};
use super::link::{Answer, Link, PAUSE};
use super::measured::since;
use super::recomputed;
use super::report::{Aim, Report};
use super::settings::{Settings, StoreKind};
use super::statistics::{quantile, rounded};

/// Phones that write, in turn.
const PHONES: usize = 50;
/// New records of a push that fills the store.
const FILLED_TOGETHER: usize = 100;
/// Measured pushes of five envelopes at each size.
const MEASURED: usize = 400;
/// Records of the county whose pushes are to cost no more than the first ones.
const MOST: usize = 1_000_000;
/// Attempts to send one push.
const ATTEMPTS: usize = 60;

/// Fills one relay to each size and measures pushes there, one after the other.
pub(crate) async fn measure(settings: &Settings, report: &mut Report) -> Result<()> {
    let phones = settings.devices.min(PHONES);
    let mut fleet = Fleet::enroll(settings.store, phones, 1).await?;
    let seats: Vec<Seat> = fleet.devices.iter().map(|it| it.seat.clone()).collect();
    let contents = contents();
    let mut authors: Vec<Author<'_>> = seats
        .iter()
        .map(|seat| Author::new(seat, &contents))
        .collect();
    let (mut records, mut turn) = (0, 0);
    let mut sizes: Vec<Value> = Vec::new();
    let mut costs: Vec<(usize, f64)> = Vec::new();
    for wanted in &settings.records {
        while records < *wanted {
            let few = FILLED_TOGETHER.min(*wanted - records);
            let push = authors[turn % phones].push(few, 0)?;
            send(&mut fleet.devices[turn % phones], &fleet.link, &push).await?;
            records += push.records;
            turn += 1;
        }
        say(&format!("{records} records are in the store"));
        let mut pushes = Vec::with_capacity(MEASURED);
        for number in 0..MEASURED {
            pushes.push(authors[number % phones].five()?);
        }
        let before = fleet.relays.cpu_seconds();
        let mut times = Vec::with_capacity(MEASURED);
        for (number, push) in pushes.iter().enumerate() {
            let begun = Instant::now();
            send(&mut fleet.devices[number % phones], &fleet.link, push).await?;
            times.push(begun.elapsed().as_secs_f64() * 1000.0);
        }
        let cpu = since(before, fleet.relays.cpu_seconds());
        let envelopes: usize = pushes.iter().map(|push| push.ids.len()).sum();
        let cost = cpu.map(|seconds| seconds * 1000.0 / envelopes as f64);
        let begun = Instant::now();
        fleet.restart()?;
        let started_in = begun.elapsed().as_secs_f64();
        sizes.push(json!({
            "records": records,
            "envelopes_measured": envelopes,
            "p50_ms": rounded(quantile(&mut times, 0.5), 2),
            "p99_ms": rounded(quantile(&mut times, 0.99), 2),
            "relay_cpu_ms_per_envelope": cost.map(|it| rounded(it, 3)),
            "relay_disk_bytes": fleet.relays.disk_bytes()?,
            "killed_and_serving_again_seconds": rounded(started_in, 2),
        }));
        let what = format!("growth: serving again on {records} records");
        report.figure(&what, started_in, "s", Aim::AtMost(1.0));
        costs.push((records, cost.context("no /proc: no processor time")?));
        records += pushes.iter().map(|push| push.records).sum::<usize>();
    }
    report.section("growth", json!(sizes))?;
    if settings.store == StoreKind::Sqlite {
        let again = recomputed::measure(&fleet, records, report)?;
        report.section("recomputed", again)?;
    }
    for (place, (fewer, cheaper)) in costs.iter().enumerate() {
        for (more, dearer) in &costs[place + 1..] {
            let ratio = dearer.max(*cheaper) / dearer.min(*cheaper);
            let what = format!("growth: relay CPU per envelope, {more} records beside {fewer}");
            report.figure(&what, ratio, "times", Aim::AtMost(1.2));
        }
    }
    if settings.records.iter().all(|records| *records < MOST) {
        let how = "WANGGE_LOAD_RECORDS=1000,100000,1000000";
        report.not_measured("growth: a push at 10⁶ records", how);
    }
    Ok(())
}

/// Sends a push until all of it is acknowledged.
pub(crate) async fn send(device: &mut Device, link: &Link, push: &Push) -> Result<()> {
    let number = device.seat.number;
    for _ in 0..ATTEMPTS {
        let token = device.seat.token.clone();
        let body = push.body.clone();
        match link.exchange(number, &token, body).await {
            Answer::Given(response) => {
                let heard = device.hear(push, &response.verdicts);
                if let Some(reason) = heard.refused.first() {
                    bail!("phone {number}: not taken: {reason}");
                }
                if !heard.again {
                    return Ok(());
                }
            }
            Answer::TurnedAway { after, .. } => {
                tokio::time::sleep(after.unwrap_or(PAUSE)).await;
            }
            Answer::Lost(_) => tokio::time::sleep(PAUSE).await,
        }
    }
    bail!("phone {number}: a push is not answered after {ATTEMPTS} attempts");
}
