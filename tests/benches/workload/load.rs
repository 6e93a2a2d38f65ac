//! Workload W: baseline, cold push, cold pull, daily delta, in one run.

use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use wangge_tests::baseline::{BaselineServer, upload};
use wangge_tests::proxy::{LinkConditions, Proxy};
use wangge_tests::workload::{InspectionDocument, Workload};

use super::carrier;
use super::exchange::Exchange;
use super::relay::BenchRelay;
use super::report::{Aim, Report};
use super::sizes::Sizes;
use super::statistics::rounded;

/// All of it against one fresh relay.
pub(crate) async fn measure(sizes: &Sizes, report: &mut Report) -> Result<()> {
    let workload = Workload::generate_of(42, sizes.documents, sizes.edited);
    let documents = &workload.documents;
    let lines: Vec<String> = documents.iter().map(InspectionDocument::to_json).collect();
    let text = lines.join("\n");
    let packed = zstd::encode_all(text.as_bytes(), 19)?.len();
    report.section(
        "documents",
        json!({
            "count": lines.len(),
            "json_bytes": text.len(),
            "zstd_19_bytes": packed,
            "carried_as": "premises records with the documents' flat fields",
        }),
    )?;
    let baseline = baseline_seconds(&lines, report).await?;

    let relay = BenchRelay::start(12).await?;
    let (user, grid) = relay.worker(0)?;
    let first = relay.phone(user, relay.path("first")).await?;
    let second = relay.phone(user, relay.path("second")).await?;
    let records = carrier::enter(&first.core, grid, documents)?;

    let push = Exchange::measure(&relay, &first).await?;
    ensure!(
        push.report.envelopes >= records.len() as u64,
        "not all went: {:?}",
        push.report
    );
    let mut figures = push.to_json(records.len());
    figures["relay_disk_bytes"] = json!(relay.disk_bytes()?);
    figures["wire_to_zstd_19"] = json!(rounded(push.wire_bytes() as f64 / packed as f64, 3));
    figures["time_to_baseline"] = json!(rounded(push.seconds / baseline, 3));
    report.section("cold_push", figures)?;
    let count = records.len() as f64;
    let ratio = push.wire_bytes() as f64 / packed as f64;
    report.figure(
        "cold push, wire both ways to zstd-19",
        ratio,
        "times",
        Aim::AtMost(3.0),
    );
    report.figure(
        "cold push",
        count / push.seconds,
        "records/s",
        Aim::AtLeast(1_500.0),
    );
    let times = push.seconds / baseline;
    report.figure(
        "cold push, time to the baseline's",
        times,
        "times",
        Aim::AtMost(3.0),
    );

    let pull = Exchange::measure(&relay, &second).await?;
    let right = carrier::verified(&second.core, documents, &records)?;
    let mut figures = pull.to_json(records.len());
    figures["verified"] = json!(right);
    report.section("cold_pull", figures)?;
    ensure!(
        right == records.len(),
        "{right} of {} arrived as they were",
        records.len()
    );
    report.figure(
        "cold pull",
        count / pull.seconds,
        "records/s",
        Aim::AtLeast(3_000.0),
    );

    carrier::edit(&first.core, documents, &records, &workload.edits)?;
    let delta = Exchange::measure(&relay, &first).await?;
    let received = Exchange::measure(&relay, &second).await?;
    let edited = workload.edited()?;
    let right = carrier::verified(&second.core, &edited, &records)?;
    let mut figures = delta.to_json(workload.edits.len());
    figures["verified"] = json!(right);
    report.section("daily_delta_push", figures)?;
    report.section("daily_delta_pull", received.to_json(workload.edits.len()))?;
    ensure!(
        right == records.len(),
        "{right} of {} have their edits",
        records.len()
    );
    let trips = delta.report.round_trips as f64;
    report.figure("daily delta, round trips", trips, "", Aim::AtMost(2.0));
    let bytes = delta.wire_bytes() as f64;
    report.figure(
        "daily delta, wire both ways",
        bytes,
        "bytes",
        Aim::AtMost(16.0 * 1024.0),
    );

    let memory = relay
        .peak_memory_kib()
        .context("no /proc: no memory figures")?;
    report.section(
        "relay",
        json!({
            "records": records.len(),
            "peak_memory_kib_since_last_phase": memory,
            "disk_bytes": relay.disk_bytes()?,
        }),
    )?;
    report.not_measured(
        "relay memory on 100,000 records",
        "this run holds 2,000; `make bench-memory` fills a relay",
    );
    Ok(())
}

/// The plain batch upload of the same documents, through a counting proxy too.
async fn baseline_seconds(lines: &[String], report: &mut Report) -> Result<f64> {
    let folder = tempfile::tempdir()?;
    let server = BaselineServer::start(folder.path()).await?;
    let proxy = Proxy::start(server.address(), LinkConditions::PERFECT, 1).await?;
    let uploaded = upload(proxy.address(), lines).await?;
    let wire = proxy.counters();
    report.section(
        "baseline",
        json!({
            "what": "gzip JSON lines, 100 a request, durable; no signatures, merge, encryption",
            "records": uploaded.documents,
            "seconds": rounded(uploaded.seconds, 4),
            "records_per_second": (uploaded.documents as f64 / uploaded.seconds).round(),
            "round_trips": uploaded.requests,
            "wire_bytes_up": wire.bytes_up,
            "wire_bytes_down": wire.bytes_down,
        }),
    )?;
    Ok(uploaded.seconds)
}
