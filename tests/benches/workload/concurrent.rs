//! Many devices that push at once.

use std::time::Instant;

use anyhow::Result;
use serde_json::json;
use tokio::task::JoinSet;
use wangge_tests::workload::Workload;

use super::carrier;
use super::phone::sync;
use super::relay::BenchRelay;
use super::report::Report;
use super::sizes::Sizes;
use super::statistics::{quantile, rounded};

/// Devices with records of their own, released together, against a fresh relay.
pub(crate) async fn measure(sizes: &Sizes, report: &mut Report) -> Result<()> {
    let relay = BenchRelay::start(12).await?;
    let mut phones = Vec::new();
    for device in 0..sizes.devices {
        let (user, grid) = relay.worker(device)?;
        let folder = relay.path(&format!("device-{device}"));
        let phone = relay.phone(user, folder).await?;
        let purpose = format!("device/{device}");
        let documents = Workload::fresh_documents(42, &purpose, sizes.records_each);
        carrier::enter(&phone.core, grid, &documents)?;
        phones.push(phone);
    }
    relay.proxy.reset_counters();
    relay.reset_memory();
    let begun = Instant::now();
    let mut running = JoinSet::new();
    for phone in &phones {
        let core = phone.core.clone();
        running.spawn(async move {
            let ended = sync(&core).await;
            ended.map(|report| (begun.elapsed().as_secs_f64(), report.envelopes))
        });
    }
    let mut seconds = Vec::new();
    let mut sent = 0;
    while let Some(ended) = running.join_next().await {
        let (after, envelopes) = ended??;
        seconds.push(after);
        sent += envelopes;
    }
    let wall = begun.elapsed().as_secs_f64();
    let wire = relay.proxy.counters();
    report.section(
        "devices_at_once",
        json!({
            "devices": sizes.devices,
            "records_each": sizes.records_each,
            "envelopes": sent,
            "seconds": rounded(wall, 4),
            "records_per_second": (sent as f64 / wall).round(),
            "median_device_seconds": rounded(quantile(&mut seconds, 0.5), 4),
            "wire_bytes_up": wire.bytes_up,
            "wire_bytes_down": wire.bytes_down,
            "relay_peak_memory_kib": relay.peak_memory_kib(),
            "relay_disk_bytes": relay.disk_bytes()?,
        }),
    )
}
