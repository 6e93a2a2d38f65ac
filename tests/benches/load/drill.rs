//! Backup and restore at several sizes, each step timed, and a line through them to the size of a county.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Value, json};
use wangge_tests::process_usage::folder_bytes;
use wangge_tests::slope::Slope;

use super::author::{Author, contents};
use super::device::Seat;
use super::fleet::{Fleet, say};
use super::growth::send;
use super::photos::Photos;
use super::relays::relay_program;
use super::report::Report;
use super::settings::{Settings, StoreKind};
use super::statistics::rounded;

/// Phones that write, in turn.
const PHONES: usize = 20;
/// New records of a push.
const TOGETHER: usize = 100;
/// Records to a photo of half a million bytes: most of the data are photos.
const RECORDS_TO_A_PHOTO: usize = 20;
/// Photos a second while the relay is filled.
const PHOTOS_A_SECOND: usize = 20;
/// Pushes between the whole link and the step.
const BETWEEN: usize = 20;
/// The size that the line is drawn to, bytes.
const COUNTY: f64 = 50e9;

/// Seconds of each step, by name.
type Steps = BTreeMap<&'static str, f64>;

/// One size after the other.
pub(crate) async fn measure(settings: &Settings, report: &mut Report) -> Result<()> {
    if settings.store != StoreKind::Sqlite {
        report.not_measured("drill", "it is made on SQLite");
        return Ok(());
    }
    let mut sizes: Vec<Value> = Vec::new();
    let mut times: BTreeMap<&'static str, Vec<(f64, f64)>> = BTreeMap::new();
    for records in &settings.drill {
        let (data, figures, steps) = at(*records).await?;
        for (step, seconds) in steps {
            times.entry(step).or_default().push((data, seconds));
        }
        say(&figures.to_string());
        sizes.push(figures);
    }
    let county: BTreeMap<&str, Option<f64>> = times
        .iter()
        .map(|(step, samples)| {
            let line = Slope::through(samples);
            let seconds = line.map(|line| rounded(line.value_at(COUNTY), 0));
            (*step, seconds)
        })
        .collect();
    report.section(
        "drill",
        json!({
            "sizes": sizes,
            "seconds_at_50_gb_by_a_line_through_them": county,
        }),
    )
}

/// Fills a relay and takes it through the steps; gives the bytes of its data with them.
async fn at(records: usize) -> Result<(f64, Value, Steps)> {
    let mut fleet = Fleet::enroll(StoreKind::Sqlite, PHONES, 1).await?;
    let seats: Vec<Seat> = fleet.devices.iter().map(|it| it.seat.clone()).collect();
    let contents = contents();
    let mut authors: Vec<Author<'_>> = seats
        .iter()
        .map(|seat| Author::new(seat, &contents))
        .collect();
    let (mut written, mut turn) = (0, 0);
    while written < records {
        let few = TOGETHER.min(records - written);
        let push = authors[turn % PHONES].push(few, 0)?;
        send(&mut fleet.devices[turn % PHONES], &fleet.link, &push).await?;
        written += push.records;
        turn += 1;
    }
    let count = records / RECORDS_TO_A_PHOTO;
    let photos = Photos::so_many(count, PHOTOS_A_SECOND as f64);
    let takers = Photos::takers(&fleet.devices);
    let carried = photos.carry(&fleet.link, &takers).await.to_json();
    ensure!(carried["photos"] == json!(count), "photos: {carried}");
    say(&format!("{written} records and {count} photos are there"));

    // Nobody serves while it is shipped: what is timed has the machine for itself.
    fleet.relays.serve(0)?;
    let data = fleet.relays.data().to_owned();
    let named = |name: &str| fleet.relays.beside(name).display().to_string();
    let (key, place, restored) = (named("key.txt"), named("place"), named("restored"));
    let made = relay(&["backup-key", "--out", &key])?;
    let recipient = made
        .split_whitespace()
        .map(|word| word.trim_matches(|it: char| !it.is_ascii_alphanumeric()))
        .find(|word| word.starts_with("age1"))
        .context("a backup key has a recipient")?
        .to_owned();
    let shown = data.display().to_string();
    let ship = [
        "backup",
        "--data",
        &shown,
        "--to",
        &place,
        "--recipient",
        &recipient,
    ];
    let mut steps = Steps::new();
    let bytes = folder_bytes(&data)? as f64;
    steps.insert("whole", timed(&ship)?);
    fleet.restart()?;
    for number in 0..BETWEEN {
        let push = authors[number % PHONES].five()?;
        send(&mut fleet.devices[number % PHONES], &fleet.link, &push).await?;
    }
    fleet.relays.serve(0)?;
    steps.insert("step", timed(&ship)?);
    steps.insert("hashes", timed(&["verify-backup", &place])?);
    let every_row = ["verify-backup", &place, "--key", &key];
    steps.insert("every_row", timed(&every_row)?);
    let restore = [
        "restore", "--from", &place, "--key", &key, "--data", &restored,
    ];
    steps.insert("restore", timed(&restore)?);
    let shown: BTreeMap<&str, f64> = steps
        .iter()
        .map(|(step, seconds)| (*step, rounded(*seconds, 2)))
        .collect();
    let figures = json!({
        "records": written,
        "photos": count,
        "data_bytes": bytes,
        "place_bytes": folder_bytes(Path::new(&place))?,
        "seconds": shown,
    });
    Ok((bytes, figures, steps))
}

/// Seconds of a command.
fn timed(arguments: &[&str]) -> Result<f64> {
    let begun = Instant::now();
    relay(arguments)?;
    Ok(begun.elapsed().as_secs_f64())
}

/// Runs the relay's program to its end; what it said.
fn relay(arguments: &[&str]) -> Result<String> {
    let output = Command::new(relay_program()?).args(arguments).output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{arguments:?}: {said}");
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
