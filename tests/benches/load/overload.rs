//! More than the relay can take: what it sheds, what it keeps, and how soon it is as before.

use anyhow::Result;
use serde_json::json;

use super::fleet::Fleet;
use super::measured::Measured;
use super::report::{Aim, Report};
use super::schedule::{LEAD, Schedule};
use super::settings::Settings;
use super::steady::{GRACE, USUAL_MS};

/// Seconds of the usual rate afterwards.
const AFTERWARDS: f64 = 60.0;

/// The overload, then the usual rate, then every acknowledged envelope is asked for again.
pub(crate) async fn measure(settings: &Settings, report: &mut Report) -> Result<()> {
    let instances = settings.store.instances();
    let mut fleet = Fleet::enroll(settings.store, settings.devices, instances).await?;
    // What was not answered when the time is up stays on the phones.
    let overload = Schedule {
        rate: settings.rate * settings.overload,
        seconds: settings.overload_seconds,
        grace: 0.0,
    };
    let usual = Schedule {
        rate: settings.rate,
        seconds: AFTERWARDS,
        grace: GRACE,
    };
    let devices = settings.devices;
    fleet.prepare(overload.pushes_each(devices) + usual.pushes_each(devices))?;
    let during = Measured::run(&mut fleet, &overload).await?;
    let afterwards = Measured::run(&mut fleet, &usual).await?;
    // From the end of the overload: its last answers come first.
    let before = during.tally.drained_in + LEAD.as_secs_f64();
    let usual_after = before + afterwards.tally.usual_after(USUAL_MS);
    let missing = fleet.missing().await?;
    report.section(
        "overload",
        json!({
            "pushes_per_second": overload.rate,
            "during": during.to_json(),
            "afterwards": afterwards.to_json(),
            "usual_after_seconds": usual_after,
            "acknowledged_and_not_found": missing,
        }),
    )?;
    report.figure(
        "overload: acknowledged and not found",
        missing as f64,
        "",
        Aim::AtMost(0.0),
    );
    report.figure(
        "overload: turned away without Retry-After",
        during.tally.without_retry_after as f64,
        "",
        Aim::AtMost(0.0),
    );
    report.figure(
        "overload: pushes not finished afterwards",
        afterwards.tally.unsent as f64,
        "",
        Aim::AtMost(0.0),
    );
    report.figure(
        "overload: as usual again after",
        usual_after,
        "s",
        Aim::AtMost(30.0),
    );
    Ok(())
}
