//! `make bench`: workload W against the real relay, with a baseline of the same run.
//!
//! The relay is the real binary in a process of its own (`WANGGE_RELAY_BIN`), phones are the real
//! core with encrypted databases, every byte between them goes through a counting proxy. Lines
//! while it runs; the last line is one JSON object. `--quick` (or `WANGGE_BENCH_QUICK=1`) takes a
//! tenth of everything, to see that it runs: its figures mean nothing. `--only A,B` measures only
//! those parts: photos, idle, wire, load, inspections, concurrent, local, and memory, which fills a relay
//! with a hundred thousand records and runs only when named.

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
#[path = "workload/memory.rs"]
mod memory;
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
#[path = "workload/wire.rs"]
mod wire;
#[path = "workload/workshop.rs"]
mod workshop;

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::Result;
use report::Report;
use sizes::Sizes;

/// As in the programs that are measured.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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
    let mut report = Report::begin("workload", sizes.quick);
    let only = only();
    let asked = |part: &str| {
        only.as_ref()
            .is_none_or(|it| it.iter().any(|it| it == part))
    };
    // In a process that holds nothing else yet, so that its memory is its own.
    if asked("photos") {
        photos::measure(&sizes, &mut report)?;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        if asked("idle") {
            idle::measure(&sizes, &mut report).await?;
        }
        if asked("wire") {
            wire::measure(&sizes, &mut report).await?;
        }
        if asked("load") {
            load::measure(&sizes, &mut report).await?;
        }
        if asked("inspections") {
            inspections::measure(&sizes, &mut report).await?;
        }
        if asked("concurrent") {
            concurrent::measure(&sizes, &mut report).await?;
        }
        if asked("local") {
            local::measure(&sizes, &mut report).await?;
        }
        if only.is_some() && asked("memory") {
            memory::measure(&sizes, &mut report).await?;
        }
        anyhow::Ok(())
    })?;
    report.finish()
}

/// The parts named after `--only`, if any.
fn only() -> Option<Vec<String>> {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--only");
    let named = arguments.nth(1)?;
    Some(named.split(',').map(str::to_owned).collect())
}
