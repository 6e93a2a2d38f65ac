//! How long the figures of a closed period take to be computed again from nothing but the logs.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use chrono::{Datelike as _, NaiveDate};
use serde_json::{Value, json};
use wangge_domain::evaluation::{EvaluationPeriod, PeriodKind};
use wangge_sync_server::ClockChoice;
use wangge_sync_server::admin::Admin;

use super::fleet::{Fleet, say};
use super::report::{Aim, Report};
use super::statistics::rounded;

/// Seconds for all snapshots of a period on 10⁶ records.
const REACH: f64 = 120.0;

/// Freezes the last month of the whole tenant and computes it again, with the relay at work beside it: every row
/// of every log up to now is read and folded, and all snapshots are compared to the last byte.
pub(crate) fn measure(fleet: &Fleet, records: usize, report: &mut Report) -> Result<Value> {
    let admin = Admin::open(fleet.relays.data(), ClockChoice::System)?;
    let period = EvaluationPeriod::of(PeriodKind::Month, last_month(admin.today())?);
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

/// A day of the month before.
fn last_month(today: NaiveDate) -> Result<NaiveDate> {
    let first = today.with_day(1).context("a month has a first day")?;
    first.pred_opt().context("a day before it")
}
