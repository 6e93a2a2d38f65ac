//! What an envelope of a single change costs the relay: phones that send the next push as soon as the
//! last one is answered.

use anyhow::{Context as _, Result};
use serde_json::json;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::device::Device;
use super::fleet::Fleet;
use super::growth::send;
use super::link::Link;
use super::measured::since;
use super::report::{Aim, Report};
use super::settings::Settings;
use super::statistics::rounded;

/// Phones that push at the same time.
const PHONES: usize = 32;
/// Envelopes of a push.
const TOGETHER: usize = 5;
/// Pushes of each phone before the clock runs.
const WARM: usize = 4;
/// Acknowledged envelopes for each second of one core.
const AIM: f64 = 700.0;

/// Pushes as fast as they are answered, seven new records to three edits, and the processor time.
pub(crate) async fn measure(settings: &Settings, report: &mut Report) -> Result<()> {
    let phones = settings.devices.min(PHONES);
    let instances = settings.store.instances();
    let mut fleet = Fleet::enroll(settings.store, phones, instances).await?;
    let each = settings.closed_envelopes.div_ceil(TOGETHER * phones);
    fleet.prepare_single_changes(WARM + each)?;
    push(&mut fleet, WARM).await?;
    fleet.relays.reset_memory();
    let before = fleet.relays.cpu_seconds();
    let begun = Instant::now();
    let envelopes = push(&mut fleet, each).await?;
    let seconds = begun.elapsed().as_secs_f64();
    let cpu = since(before, fleet.relays.cpu_seconds()).context("no /proc: no processor time")?;
    let missing = fleet.missing().await?;
    let per_core_second = envelopes as f64 / cpu.max(1e-9);
    report.section(
        "closed",
        json!({
            "phones": phones,
            "envelopes": envelopes,
            "seconds": rounded(seconds, 2),
            "envelopes_per_second": rounded(envelopes as f64 / seconds.max(1e-9), 1),
            "relay_cpu_seconds": rounded(cpu, 2),
            "envelopes_per_core_second": rounded(per_core_second, 1),
            "relay_cpu_ms_per_envelope": rounded(cpu * 1000.0 / envelopes.max(1) as f64, 3),
            "relay_peak_memory_kib": fleet.relays.peak_memory_kib(),
            "acknowledged_and_not_found": missing,
        }),
    )?;
    let what = "envelopes_per_core_second";
    report.figure(what, per_core_second, "1/s", Aim::AtLeast(AIM));
    let what = "closed loop: acknowledged and not found";
    report.figure(what, missing as f64, "", Aim::AtMost(0.0));
    Ok(())
}

/// So many pushes of every phone; gives the envelopes that were acknowledged.
async fn push(fleet: &mut Fleet, pushes: usize) -> Result<usize> {
    let mut running = JoinSet::new();
    for device in std::mem::take(&mut fleet.devices) {
        running.spawn(work(device, fleet.link.clone(), pushes));
    }
    let mut envelopes = 0;
    while let Some(ended) = running.join_next().await {
        let (device, acknowledged) = ended??;
        fleet.devices.push(device);
        envelopes += acknowledged;
    }
    fleet.devices.sort_by_key(|device| device.seat.number);
    Ok(envelopes)
}

async fn work(mut device: Device, link: Link, pushes: usize) -> Result<(Device, usize)> {
    let before = device.acknowledged.len();
    for _ in 0..pushes {
        let push = device.queue.pop_front().context("a push was prepared")?;
        send(&mut device, &link, &push).await?;
    }
    let acknowledged = device.acknowledged.len() - before;
    Ok((device, acknowledged))
}
