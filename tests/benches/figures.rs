//! `cargo bench --bench figures`: lists and figures of a generated county at the relay's API.
//!
//! Thirty townships, and as many records as `WANGGE_BENCH_RECORDS` says (100,000 without it): a
//! fifth premises, two fifths inspections, a fifth hazards, a fifth photos. They are written into
//! the relay's store as derived state, without rows of the log: what is measured are lists and
//! figures, not the sync. Prints the p50 and p95 of every request in milliseconds; the last line is
//! one JSON object. With 250,000 records the map of the county has 50,000 points. With
//! `WANGGE_BENCH_CONSOLE` (the folder of the console's sources) the pages are
//! measured in Chromium, too.

// Named so, the parts lie beside each other in the folder `figures`.
#[path = "figures/accepting.rs"]
mod accepting;
#[path = "figures/asking.rs"]
mod asking;
#[path = "figures/county.rs"]
mod county;
#[path = "figures/list_pages.rs"]
mod list_pages;
#[path = "figures/made_records.rs"]
mod made_records;

use std::ffi::OsStr;
use std::io::Write as _;
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::Result;
use serde_json::json;

use asking::Asking;
use county::County;

/// Records without `WANGGE_BENCH_RECORDS`.
const RECORDS: usize = 100_000;
/// Inspections taken in to see what a write costs.
const ACCEPTED: usize = 1_000;
/// Requests of each kind.
const REQUESTS: usize = 40;
/// Requests of those that answer with all premises of the county, or read them all.
const SLOW_REQUESTS: usize = 5;

/// Figures by request, as they are printed last.
type Report = serde_json::Map<String, serde_json::Value>;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nowhere else to say it if the terminal is gone.
            let _said = writeln!(std::io::stderr(), "bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let records = std::env::var("WANGGE_BENCH_RECORDS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(RECORDS);
    let begun = Instant::now();
    let county = County::found(records)?;
    say(&format!(
        "{records} records of 30 townships written in {:.1} s",
        begun.elapsed().as_secs_f64()
    ));
    for in_a_commit in [1, 50, 2_000] {
        let cpu = county.accept(ACCEPTED, in_a_commit)?;
        say(&format!(
            "{ACCEPTED} inspections begun, submitted and accepted, {in_a_commit} in a commit: \
             {cpu:.2} CPU s"
        ));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    runtime.block_on(measure(&county, records))
}

async fn measure(county: &County, records: usize) -> Result<()> {
    let relay = county.serve().await?;
    let asking = Asking::sign_in(&relay.address, county.account()).await?;
    let grid = county.township;
    let first = asking
        .once(&format!("/api/v1/figures?kind=year&grid={grid}"))
        .await?;
    say(&format!("first figures, all measures read: {first:.0} ms"));
    let mut report = Report::new();
    for (name, path) in [
        ("premises", "/api/v1/premises?limit=50".to_owned()),
        ("hazards", "/api/v1/hazards?limit=50".to_owned()),
        ("inspections", "/api/v1/inspections?limit=50".to_owned()),
        (
            "overdue",
            "/api/v1/hazards?status=overdue&limit=50".to_owned(),
        ),
        (
            "to_review",
            "/api/v1/inspections?status=submitted&limit=50".to_owned(),
        ),
        (
            "of_a_grid",
            format!("/api/v1/premises?grid={grid}&limit=50"),
        ),
        (
            "found_by_name",
            "/api/v1/premises?q=%E7%BD%91%E5%90%A7&limit=50".to_owned(),
        ),
        ("summary", "/api/v1/summary".to_owned()),
        (
            "coverage",
            format!("/api/v1/coverage?kind=year&by=village&grid={grid}"),
        ),
        ("figures", format!("/api/v1/figures?kind=year&grid={grid}")),
        ("on_time", format!("/api/v1/on-time?kind=month&grid={grid}")),
        ("map", format!("/api/v1/map.geojson?grid={grid}")),
        ("next_visits", format!("/api/v1/next-visits?grid={grid}")),
        (
            "analysis",
            format!("/api/v1/analysis?kind=month&grid={grid}"),
        ),
    ] {
        let seen = asking.many(&path, REQUESTS).await?;
        tell(&mut report, name, seen);
    }
    for (name, path) in list_pages::quick(&grid) {
        let seen = asking.many(&path, REQUESTS).await?;
        tell(&mut report, name, seen);
    }
    for (name, path) in list_pages::of_all_premises(&grid) {
        let seen = asking.many(&path, SLOW_REQUESTS).await?;
        tell(&mut report, name, seen);
    }
    of_the_county(county, &asking, &mut report).await?;
    if let Some(folder) = std::env::var_os("WANGGE_BENCH_CONSOLE") {
        say(&pages(&folder, &relay.address, county.account())?);
    }
    let begun = Instant::now();
    let frozen = county.freeze_last_year()?;
    let seconds = begun.elapsed().as_secs_f64();
    say(&format!(
        "a year of the county frozen: {frozen} snapshots in {seconds:.1} s"
    ));
    for (name, path) in list_pages::of_snapshots() {
        let seen = asking.many(path, REQUESTS).await?;
        tell(&mut report, name, seen);
    }
    relay.shutdown().await;
    let whole = json!({
        "records": records,
        "first_figures_ms": first,
        "requests": report,
        "freeze_year_s": seconds,
        "snapshots": frozen,
    });
    say(&whole.to_string());
    Ok(())
}

/// All townships together: when nothing came in since, and when something did in two of them before
/// each request.
async fn of_the_county(county: &County, asking: &Asking, report: &mut Report) -> Result<()> {
    for (name, path) in [
        ("county_coverage", "/api/v1/coverage?kind=year"),
        ("county_figures", "/api/v1/figures?kind=year"),
        (
            "county_by_township",
            "/api/v1/figures?kind=year&by=township",
        ),
        ("county_on_time", "/api/v1/on-time?kind=month"),
        ("county_next_visits", "/api/v1/next-visits"),
        ("county_analysis", "/api/v1/analysis?kind=month"),
    ] {
        let first = asking.once(path).await?;
        say(&format!("{name:>30}: the first one {first:.0} ms"));
        let seen = asking.many(path, REQUESTS).await?;
        tell(report, name, seen);
        // One inspection that hangs on a premises of another township.
        let come_in = || county.accept(1, 1).map(drop);
        let seen = asking.many_after(path, REQUESTS, come_in).await?;
        tell(report, &format!("{name}_after_a_row"), seen);
    }
    for (name, path) in [
        ("county_map", "/api/v1/map.geojson"),
        ("county_honors", "/api/v1/honors?kind=month"),
        ("county_workers", "/api/v1/figures/workers?kind=month"),
    ] {
        let seen = asking.many(path, SLOW_REQUESTS).await?;
        tell(report, name, seen);
    }
    Ok(())
}

/// Prints the p50 and p95 of a request and puts them into the report.
fn tell(report: &mut Report, name: &str, (median, p95): (f64, f64)) {
    say(&format!(
        "{name:>30}: p50 {median:8.1} ms  p95 {p95:8.1} ms"
    ));
    report.insert(name.to_owned(), json!({"p50_ms": median, "p95_ms": p95}));
}

/// What `npm run figures` prints of the pages that this relay serves.
fn pages(folder: &OsStr, address: &str, (user, password): (&str, &str)) -> Result<String> {
    let said = Command::new("npm")
        .args(["run", "--silent", "figures"])
        .current_dir(folder)
        .env("WANGGE_ADDRESS", address)
        .env("WANGGE_USER", user)
        .env("WANGGE_PASSWORD", password)
        .output()?;
    let text = String::from_utf8_lossy(&said.stdout);
    let problem = String::from_utf8_lossy(&said.stderr);
    anyhow::ensure!(said.status.success(), "the pages: {text}{problem}");
    Ok(text.trim().to_owned())
}

fn say(line: &str) {
    // Nowhere else to say it if the terminal is gone.
    let _said = writeln!(std::io::stdout(), "{line}");
}
