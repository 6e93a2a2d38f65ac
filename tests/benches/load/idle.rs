//! Phones that only listen for news.

use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use reqwest::Response;
use serde_json::json;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::device::Device;
use super::fleet::{Fleet, say};
use super::link::{Link, PAUSE, retry_after};
use super::measured::since;
use super::report::{Aim, Report};
use super::settings::Settings;
use super::statistics::rounded;

/// Phones behind the streams: each may hold as many as the relay's rate for one device lets through.
const PHONES: usize = 500;
/// Streams that are opened at the same time.
const TOGETHER: usize = 32;
/// Files that the programs need beside the streams.
const SPARE: usize = 256;
/// Longer than the relay's comments that keep a connection open are apart.
const HELD: Duration = Duration::from_secs(30);
/// Attempts to open one.
const ATTEMPTS: usize = 120;

/// Opens so many wake streams, holds them, and looks at the memory.
pub(crate) async fn measure(settings: &Settings, report: &mut Report) -> Result<()> {
    let needed = settings.wakes + SPARE;
    let limit = open_files();
    if let Some(limit) = limit
        && limit < needed
    {
        let why = format!("{limit} open files are allowed, {needed} are needed: ulimit -n");
        report.not_measured("idle wake streams", &why);
        return Ok(());
    }
    let instances = settings.store.instances();
    let phones = settings.devices.min(PHONES);
    let mut fleet = Fleet::enroll(settings.store, phones, instances).await?;
    // What enrolling hundreds of phones leaves behind is none of the streams.
    fleet.restart()?;
    fleet.relays.reset_memory();
    let before = fleet.relays.peak_memory_kib();
    let begun = Instant::now();
    let streams = open(&fleet.link, &fleet.devices, settings.wakes).await?;
    let opened_in = begun.elapsed().as_secs_f64();
    say(&format!("{} wake streams are open", streams.len()));
    let peak = fleet.relays.peak_memory_kib();
    let cpu_before = fleet.relays.cpu_seconds();
    tokio::time::sleep(HELD).await;
    let cpu = since(cpu_before, fleet.relays.cpu_seconds());
    fleet.relays.reset_memory();
    let resident = fleet.relays.peak_memory_kib();
    report.section(
        "idle",
        json!({
            "wake_streams": streams.len(),
            "file_limit": limit,
            "opened_in_seconds": rounded(opened_in, 1),
            "relay_memory_kib_before": before,
            "relay_peak_memory_kib_while_opening": peak,
            "relay_memory_kib": resident,
            "relay_cpu_seconds_in_30_s": cpu.map(|it| rounded(it, 2)),
        }),
    )?;
    drop(streams);
    let all = resident.context("no /proc: no memory figures")?;
    let mib = all.iter().sum::<u64>() as f64 / 1024.0;
    let what = format!("{} idle wake streams with TLS, memory", settings.wakes);
    report.figure(&what, mib, "MiB", Aim::AtMost(350.0));
    behind_a_proxy(&mut fleet, settings.wakes, report).await
}

/// The same without TLS, which a proxy on the machine speaks. The relay begins anew, so that nothing is left of the
/// streams before.
async fn behind_a_proxy(fleet: &mut Fleet, wakes: usize, report: &mut Report) -> Result<()> {
    let Some(address) = fleet.relays.plain_address() else {
        report.not_measured(
            "idle wake streams behind a proxy, memory",
            "several relays of one folder would want one port",
        );
        return Ok(());
    };
    fleet.relays.serve(1)?;
    let link = Link::to(vec![address])?;
    let streams = open(&link, &fleet.devices, wakes).await?;
    say(&format!(
        "{} wake streams are open behind a proxy",
        streams.len()
    ));
    tokio::time::sleep(HELD).await;
    fleet.relays.reset_memory();
    let resident = fleet.relays.peak_memory_kib();
    report.section(
        "idle_behind_a_proxy",
        json!({ "wake_streams": streams.len(), "relay_memory_kib": resident }),
    )?;
    drop(streams);
    let all = resident.context("no /proc: no memory figures")?;
    let mib = all.iter().sum::<u64>() as f64 / 1024.0;
    let what = format!("{wakes} idle wake streams behind a proxy, memory");
    report.figure(&what, mib, "MiB", Aim::AtMost(200.0));
    Ok(())
}

/// So many wake streams, spread over the phones.
pub(crate) async fn open(link: &Link, devices: &[Device], wakes: usize) -> Result<Vec<Response>> {
    let mut streams = Vec::with_capacity(wakes);
    let numbers: Vec<usize> = (0..wakes).collect();
    for few in numbers.chunks(TOGETHER) {
        let mut running = JoinSet::new();
        for number in few.iter().copied() {
            let link = link.clone();
            let device = &devices[number % devices.len()];
            let token = device.seat.token.clone();
            running.spawn(async move { wake(&link, number, &token).await });
        }
        while let Some(ended) = running.join_next().await {
            streams.push(ended??);
        }
    }
    Ok(streams)
}

async fn wake(link: &Link, turn: usize, token: &str) -> Result<Response> {
    for _ in 0..ATTEMPTS {
        let request = link.get(turn, "/api/v1/wake").bearer_auth(token);
        let response = request.send().await?;
        match response.status().as_u16() {
            200 => return Ok(response),
            429 | 503 => {
                let wait = retry_after(&response).unwrap_or(PAUSE);
                tokio::time::sleep(wait).await;
            }
            status => bail!("stream {turn} is not opened: {status}"),
        }
    }
    bail!("stream {turn} is not opened after {ATTEMPTS} attempts");
}

/// Files that this process, and a relay started by it, may have open; `None` where the system does
/// not say, or sets no limit.
fn open_files() -> Option<usize> {
    let limits = std::fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}
