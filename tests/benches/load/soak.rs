//! Mixed load for a long time, and whether memory, file handles or the write-ahead log grow with it.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Result, bail};
use serde_json::{Value, json};
use tokio::time::Instant;
use wangge_tests::slope::Slope;

use super::fleet::{Fleet, say};
use super::idle;
use super::link::{Link, PAUSE};
use super::measured::Measured;
use super::photos::Photos;
use super::report::{Aim, Report};
use super::schedule::Schedule;
use super::settings::Settings;
use super::statistics::rounded;
use super::steady::GRACE;
use super::town;

/// Phones that push, and that listen beside.
const PHONES: usize = 200;
const LISTENERS: usize = 100;
/// Between two samples.
const EVERY: Duration = Duration::from_secs(10);
/// Between two looks of the desk.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// Of the samples, the share at the beginning that no line goes through: caches fill then.
const FILLING: f64 = 0.15;
/// What the desk looks at, in turn.
const LISTS: [&str; 4] = [
    "/api/v1/premises?limit=50",
    "/api/v1/hazards?limit=50",
    "/api/v1/inspections?limit=50",
    "/api/v1/summary",
];

/// A moment of the relays, all of them added up.
struct Sample {
    at: f64,
    resident_bytes: Option<u64>,
    handles: Option<u64>,
    wal_bytes: u64,
}

/// Pushes, photos, lists and wake streams, and a sample every ten seconds.
pub(crate) async fn measure(settings: &Settings, report: &mut Report) -> Result<()> {
    let phones = settings.devices.min(PHONES);
    let mut fleet = Fleet::enroll(settings.store, phones, settings.store.instances()).await?;
    let seconds = settings.minutes * 60.0;
    let schedule = Schedule {
        rate: settings.soak_rate,
        seconds,
        grace: GRACE,
    };
    fleet.prepare(schedule.pushes_each(phones))?;
    let photos = Photos::prepare(settings.soak_photo_mb, seconds);
    let (link, takers) = (fleet.link.clone(), Photos::takers(&fleet.devices));
    let streams = idle::open(&fleet.link, &fleet.devices, LISTENERS).await?;
    let watch = fleet.relays.watch();
    let end = Instant::now() + Duration::from_secs_f64(seconds);
    let sampling = async {
        let begun = Instant::now();
        let mut samples = Vec::new();
        while Instant::now() < end {
            tokio::time::sleep_until((Instant::now() + EVERY).min(end)).await;
            samples.push(Sample {
                at: begun.elapsed().as_secs_f64(),
                resident_bytes: watch.resident_bytes(),
                handles: watch.handles(),
                wal_bytes: watch.wal_bytes(),
            });
            if samples.len().is_multiple_of(30) {
                say(&format!("{} samples", samples.len()));
            }
        }
        samples
    };
    let (measured, carried, looked, samples) = tokio::join!(
        Measured::run(&mut fleet, &schedule),
        photos.carry(&link, &takers),
        look(&link, end),
        sampling
    );
    let measured = measured?;
    let missing = fleet.missing().await?;
    drop(streams);
    let first = (samples.len() as f64 * FILLING).ceil() as usize;
    let settled = samples.get(first..).unwrap_or_default();
    report.section(
        "soak",
        json!({
            "minutes": settings.minutes,
            "load": measured.to_json(),
            "photos": carried.to_json(),
            "lists_by_status": looked?,
            "wake_streams": LISTENERS,
            "samples": samples.len(),
            "left_out_at_the_beginning": first,
            "resident_bytes": told(settled, |it| it.resident_bytes),
            "file_handles": told(settled, |it| it.handles),
            "wal_bytes": told(settled, |it| Some(it.wal_bytes)),
            "relay_disk_bytes": fleet.relays.disk_bytes()?,
            "acknowledged_and_not_found": missing,
        }),
    )?;
    let unsent = measured.tally.unsent as f64;
    report.figure("soak: pushes not finished", unsent, "", Aim::AtMost(0.0));
    let what = "soak: acknowledged and not found";
    report.figure(what, missing as f64, "", Aim::AtMost(0.0));
    Ok(())
}

/// First, last and greatest value, and the line through all.
fn told(samples: &[Sample], of: impl Fn(&Sample) -> Option<u64>) -> Value {
    let values: Vec<(f64, f64)> = samples
        .iter()
        .filter_map(|it| Some((it.at, of(it)? as f64)))
        .collect();
    let most = values.iter().map(|it| it.1).fold(0.0, f64::max);
    json!({
        "first": values.first().map(|it| it.1),
        "last": values.last().map(|it| it.1),
        "most": most,
        "slope": Slope::through(&values).map(hourly),
    })
}

/// What is added in an hour, and the interval that holds it with 95 %.
fn hourly(slope: Slope) -> Value {
    let hourly = |value: f64| rounded(value * 3_600.0, 3);
    json!({
        "per_hour": hourly(slope.per_second),
        "low_95": hourly(slope.per_second - slope.give_or_take),
        "high_95": hourly(slope.per_second + slope.give_or_take),
    })
}

/// A desk that looks at lists until the end; gives how often it was answered how.
async fn look(link: &Link, end: Instant) -> Result<BTreeMap<u16, u64>> {
    let body = json!({"user": town::DESK, "password": town::PASSWORD});
    let signed_in = link
        .post(0, "/api/v1/login")
        .header("wangge-csrf", "1")
        .header("content-type", "application/json")
        .body(body.to_string())
        .send()
        .await?;
    let status = signed_in.status();
    let cookie = signed_in.headers().get("set-cookie");
    let Some(cookie) = cookie.and_then(|value| value.to_str().ok()) else {
        bail!("the desk cannot sign in: {status}");
    };
    let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
    let mut answered: BTreeMap<u16, u64> = BTreeMap::new();
    let mut turn = 0;
    while Instant::now() < end {
        let path = LISTS[turn % LISTS.len()];
        let asked = link.get(turn, path).header("cookie", &cookie).send().await;
        let status = match asked {
            Ok(response) => {
                let status = response.status().as_u16();
                // Read to its end, as a browser does.
                response.bytes().await.map_or(0, |_| status)
            }
            Err(_) => 0,
        };
        *answered.entry(status).or_default() += 1;
        let wait = if status == 200 { LOOK_EVERY } else { PAUSE };
        tokio::time::sleep_until((Instant::now() + wait).min(end)).await;
        turn += 1;
    }
    Ok(answered)
}
