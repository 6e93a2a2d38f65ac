//! How long the figures of a closed period take to be computed again from nothing but the logs.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use wangge_domain::Timestamp;
use wangge_domain::evaluation::{EvaluationPeriod, PeriodKind};
use wangge_sync_server::ClockChoice;
use wangge_sync_server::admin::Admin;

use super::fleet::{Fleet, say};
use super::report::{Aim, Report};
use super::statistics::rounded;

/// Seconds for all snapshots of a period on 10⁶ records.
const REACH: f64 = 120.0;
/// No month is longer.
const A_MONTH_MS: u128 = 31 * 86_400_000;

/// Freezes this month of the whole tenant as if it were over, and computes it again, with the relay at work beside
/// it: every row of every log is read and folded, and all snapshots are compared to the last byte.
pub(crate) fn measure(fleet: &Fleet, records: usize, report: &mut Report) -> Result<Value> {
    let clock = fleet.relays.beside("in-a-month");
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
    let today = Timestamp(i64::try_from(now)?).china_date();
    std::fs::write(&clock, (now + A_MONTH_MS).to_string())?;
    let admin = Admin::open(fleet.relays.data(), ClockChoice::File(clock))?;
    let period = EvaluationPeriod::of(PeriodKind::Month, today);
    let begun = Instant::now();
    let frozen = admin.freeze(period, None, BTreeMap::new(), &|_, _, _| {})?;
    let froze_in = begun.elapsed().as_secs_f64();
    ensure!(!frozen.is_empty(), "nothing was frozen");
    let told = AtomicU64::new(0);
    let progress = |_: &str, _: u64, _: u64| {
        told.fetch_add(1, Ordering::Relaxed);
    };
    let begun = Instant::now();
    let verdict = admin.verify_period(period, &progress)?;
    let seconds = begun.elapsed().as_secs_f64();
    ensure!(
        verdict.differing.is_empty(),
        "computed again from the logs, {} snapshots come out otherwise",
        verdict.differing.len()
    );
    say(&format!(
        "{} snapshots on {records} records computed again from the logs in {seconds:.1} s",
        verdict.checked
    ));
    let what = format!("growth: all snapshots on {records} records, computed again");
    report.figure(&what, seconds, "s", Aim::AtMost(REACH));
    Ok(json!({
        "snapshots": verdict.checked,
        "frozen_first_seconds": rounded(froze_in, 1),
        "computed_again_seconds": rounded(seconds, 1),
        "progress_told": told.load(Ordering::Relaxed),
    }))
}
