//! The rate of a large township, photos beside it.

use anyhow::Result;
use serde_json::json;

use super::fleet::Fleet;
use super::measured::Measured;
use super::photos::Photos;
use super::report::{Aim, Report};
use super::schedule::Schedule;
use super::settings::{Settings, StoreKind};

/// Seconds after the schedule in which what is late still counts.
pub(crate) const GRACE: f64 = 30.0;
/// The p99 of a push, milliseconds.
pub(crate) const USUAL_MS: f64 = 150.0;
/// Photos at the rate asked for, but for the last ones on their way.
const NEARLY_ALL: f64 = 0.95;

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
