//! The rate of a large township, photos beside it.

use anyhow::Result;
use serde_json::json;

use super::fleet::Fleet;
use super::measured::Measured;
use super::photos::Photos;
use super::report::{Aim, Report};
use super::schedule::Schedule;
use super::settings::{Settings, StoreKind};
use super::tally::Tally;

/// Seconds after the schedule in which what is late still counts.
pub(crate) const GRACE: f64 = 30.0;
/// The p99 of a push, milliseconds.
pub(crate) const USUAL_MS: f64 = 150.0;
/// Of the rate asked for, but for the last ones on their way.
const NEARLY_ALL: f64 = 0.95;

/// Judges whether all that fell due was taken: a p99 of those that were answered says nothing of the
/// others, nor does one at a lower rate.
pub(crate) fn judge_rate(report: &mut Report, part: &str, settings: &Settings, tally: &Tally) {
    let what = format!("{part}pushes not finished");
    report.figure(&what, tally.unsent as f64, "", Aim::AtMost(0.0));
    let refused: u64 = tally.refused.values().sum();
    let what = format!("{part}envelopes not taken");
    report.figure(&what, refused as f64, "", Aim::AtMost(0.0));
    let reached = settings.rate * tally.answered_share() * settings.seconds
        / (settings.seconds + tally.drained_in).max(1e-9);
    let what = format!("{part}pushes taken");
    let wanted = Aim::AtLeast(settings.rate * NEARLY_ALL);
    report.figure(&what, reached, "1/s", wanted);
}

/// Pushes by all phones in turn while photos come in.
pub(crate) async fn measure(settings: &Settings, report: &mut Report) -> Result<()> {
    let instances = settings.store.instances();
    let mut fleet = Fleet::enroll(settings.store, settings.devices, instances).await?;
    let schedule = Schedule {
        rate: settings.rate,
        seconds: settings.seconds,
        grace: GRACE,
    };
    fleet.prepare(schedule.pushes_each(settings.devices))?;
    let photos = Photos::prepare(settings.photo_mb, settings.seconds);
    let (link, takers) = (fleet.link.clone(), Photos::takers(&fleet.devices));
    let (measured, carried) = tokio::join!(
        Measured::run(&mut fleet, &schedule),
        photos.carry(&link, &takers)
    );
    let measured = measured?;
    let missing = fleet.missing().await?;
    report.section(
        "steady",
        json!({
            "load": measured.to_json(),
            "photos": carried.to_json(),
            "acknowledged_and_not_found": missing,
            "relay_disk_bytes": fleet.relays.disk_bytes()?,
        }),
    )?;
    let p99 = measured.tally.latency_ms(0.99);
    report.figure("push, p99", p99, "ms", Aim::AtMost(USUAL_MS));
    judge_rate(report, "", settings, &measured.tally);
    let rate = carried.megabytes_per_second();
    let wanted = Aim::AtLeast(settings.photo_mb * NEARLY_ALL);
    report.figure("photos beside it", rate, "MB/s", wanted);
    report.figure(
        "acknowledged and not found",
        missing as f64,
        "",
        Aim::AtMost(0.0),
    );
    if let (StoreKind::Sqlite, Some(mib)) = (settings.store, measured.memory_mib()) {
        report.figure("relay memory", mib, "MiB", Aim::AtMost(300.0));
    }
    Ok(())
}
