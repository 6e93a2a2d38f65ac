//! What PostgreSQL, S3 and a second relay cost beside one relay on SQLite, at the same rate.

use anyhow::Result;
use serde_json::json;

use super::fleet::Fleet;
use super::measured::Measured;
use super::report::{Aim, Report};
use super::schedule::Schedule;
use super::settings::{Settings, StoreKind};
use super::statistics::rounded;
use super::steady::{GRACE, USUAL_MS, judge_rate};

/// The same schedule on both, one after the other, without photos.
pub(crate) async fn measure(settings: &Settings, report: &mut Report) -> Result<()> {
    let two = measured(settings, StoreKind::Postgres).await?;
    let one = measured(settings, StoreKind::Sqlite).await?;
    let costs = two.cpu_ms_per_envelope().zip(one.cpu_ms_per_envelope());
    let ratio = costs.map(|(two, one)| two / one);
    report.section(
        "pair",
        json!({
            "postgresql_two_relays": two.to_json(),
            "sqlite_one_relay": one.to_json(),
            "cpu_to_sqlite": ratio.map(|it| rounded(it, 3)),
        }),
    )?;
    let p99 = two.tally.latency_ms(0.99);
    let what = "push on PostgreSQL, p99 without photos";
    report.figure(what, p99, "ms", Aim::AtMost(USUAL_MS));
    judge_rate(report, "pair, PostgreSQL: ", settings, &two.tally);
    judge_rate(report, "pair, SQLite: ", settings, &one.tally);
    if let Some(ratio) = ratio {
        let what = "relay CPU per envelope to SQLite's";
        report.figure(what, ratio, "times", Aim::AtMost(1.25));
    }
    Ok(())
}

async fn measured(settings: &Settings, store: StoreKind) -> Result<Measured> {
    let mut fleet = Fleet::enroll(store, settings.devices, store.instances()).await?;
    let schedule = Schedule {
        rate: settings.rate,
        seconds: settings.seconds,
        grace: GRACE,
    };
    fleet.prepare(schedule.pushes_each(settings.devices))?;
    Measured::run(&mut fleet, &schedule).await
}
