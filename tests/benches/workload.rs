//! `make bench`: workload W against the real relay, with a baseline of the same run.
//!
//! The relay is the real binary in a process of its own (`WANGGE_RELAY_BIN`), phones are the real
//! core with encrypted databases, every byte between them goes through a counting proxy. Lines
//! while it runs; the last line is one JSON object. `--quick` (or `WANGGE_BENCH_QUICK=1`) takes a
//! tenth of everything, to see that it runs: its figures mean nothing.

// Named so, the parts lie beside each other in the folder `workload`.
#[path = "workload/carrier.rs"]
mod carrier;
#[path = "workload/concurrent.rs"]
mod concurrent;
#[path = "workload/exchange.rs"]
mod exchange;
#[path = "workload/founding.rs"]
mod founding;
#[path = "workload/idle.rs"]
mod idle;
#[path = "workload/inspections.rs"]
mod inspections;
#[path = "workload/load.rs"]
mod load;
#[path = "workload/local.rs"]
mod local;
#[path = "workload/phone.rs"]
mod phone;
#[path = "workload/photos.rs"]
mod photos;
#[path = "workload/relay.rs"]
mod relay;
#[path = "workload/report.rs"]
mod report;
#[path = "workload/sizes.rs"]
mod sizes;
#[path = "workload/statistics.rs"]
mod statistics;
#[path = "workload/workshop.rs"]
mod workshop;

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::Result;
use report::Report;
use sizes::Sizes;

fn main() -> ExitCode {
    if let Some(folder) = photos::asked_to_draw() {
        return said(photos::draw(&folder));
    }
    said(run())
}

fn said(result: Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nowhere else to say it if the terminal is gone.
            let _said = writeln!(std::io::stderr(), "bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let sizes = Sizes::chosen();
    let mut report = Report::begin(&sizes);
    // In a process that holds nothing else yet, so that its memory is its own.
    photos::measure(&sizes, &mut report)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        idle::measure(&sizes, &mut report).await?;
        load::measure(&sizes, &mut report).await?;
        inspections::measure(&sizes, &mut report).await?;
        concurrent::measure(&sizes, &mut report).await?;
        local::measure(&sizes, &mut report).await
    })?;
    report.finish()
}
