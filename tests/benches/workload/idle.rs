//! Nothing new to sync: what it costs with few and many streams, few and many records.

use anyhow::Result;
use serde_json::json;
use wangge_tests::workload::Workload;

use super::carrier;
use super::exchange::Exchange;
use super::relay::BenchRelay;
use super::report::{Aim, Report};
use super::sizes::Sizes;

/// A worker's phone holds one grid, the control stream and the tenant's; an officer's holds all.
pub(crate) async fn measure(sizes: &Sizes, report: &mut Report) -> Result<()> {
    let relay = BenchRelay::start(sizes.grids).await?;
    let (user, grid) = relay.worker(0)?;
    let worker = relay.phone(user, relay.path("worker")).await?;
    let officer = relay.phone(relay.officer()?, relay.path("officer")).await?;
    // A stream without rows would be none: one record lies in each grid.
    let seed = Workload::fresh_documents(12, "streams", 1);
    for view in officer.core.my_grids()? {
        carrier::enter(&officer.core, view.grid, &seed)?;
    }
    officer.sync().await?;
    let documents = Workload::fresh_documents(11, "idle", sizes.idle[1]);
    let mut entered = 0;
    let mut figures = Vec::new();
    let mut bodies: Vec<[u64; 2]> = Vec::new();
    let mut most_trips = 0;
    for records in sizes.idle {
        carrier::enter(&worker.core, grid, &documents[entered..records])?;
        entered = records;
        let mut both = [0; 2];
        for (place, phone) in [&worker, &officer].into_iter().enumerate() {
            // Twice: what is new arrives, then both sides know that the other knows.
            phone.sync().await?;
            phone.sync().await?;
            let idle = Exchange::measure(&relay, phone).await?;
            both[place] = idle.body_bytes();
            most_trips = most_trips.max(idle.report.round_trips);
            figures.push(json!({
                "small_grids": phone.core.my_grids()?.len(),
                "on_relay": records,
                "sync": idle.to_json(0),
            }));
        }
        bodies.push(both);
    }
    report.section("idle", json!(figures))?;
    let [[few_first, many_first], [few_then, many_then]] = [bodies[0], bodies[1]];
    report.figure(
        "idle re-sync, round trips",
        most_trips as f64,
        "",
        Aim::AtMost(1.0),
    );
    let limit = Aim::AtMost(400.0);
    report.figure(
        "idle re-sync, one grid, body both ways",
        few_then as f64,
        "bytes",
        limit,
    );
    report.figure(
        "idle re-sync, all grids, body both ways",
        many_then as f64,
        "bytes",
        limit,
    );
    let growth = few_then
        .saturating_sub(few_first)
        .max(many_then.saturating_sub(many_first));
    let what = format!(
        "idle re-sync, growth from {} to {} records",
        sizes.idle[0], sizes.idle[1]
    );
    report.figure(&what, growth as f64, "bytes", Aim::AtMost(0.0));
    report.not_measured(
        "idle re-sync at 100,000 records",
        "this run holds 2,000; the body carries cursors and hashes, no list of records",
    );
    Ok(())
}
