//! Photo pipeline: 12 megapixels to view copy, thumbnail and three hashes, on one thread.
//!
//! Prints one JSON object: milliseconds of n runs over different photos by the wall, the mean by
//! the processor's time (which a busy machine leaves alone), and the peak memory of the process,
//! which holds nothing but one photo at a time.

use std::error::Error;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use wangge_photo::{Limits, Options, process};
use wangge_tests::photo_generator::{Pool, ShotExif};
use wangge_tests::process_usage::ProcessUsage;

/// Photos in the pool; each is processed several times.
const PHOTOS: usize = 6;

/// Measured runs; what came before them warms the caches.
const RUNS: usize = 30;

/// Names the folder to draw into, in the child process that draws.
const CHILD: &str = "WANGGE_PHOTO_BENCH_FOLDER";

fn main() -> Result<(), Box<dyn Error>> {
    if let Some(folder) = std::env::var_os(CHILD) {
        return Ok(draw(folder.as_ref())?);
    }
    let figures = measure()?;
    writeln!(std::io::stdout(), "{figures}")?;
    Ok(())
}

fn measure() -> Result<serde_json::Value, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    draw_elsewhere(folder.path())?;
    let (limits, options) = (Limits::default(), Options::default());
    let mut times = Vec::with_capacity(RUNS);
    let mut sizes = [0_usize; 3];
    let before = ProcessUsage::of_self();
    for run in 0..RUNS + PHOTOS {
        let shot = std::fs::read(folder.path().join(format!("shot-{}.jpg", run % PHOTOS)))?;
        let start = Instant::now();
        let processed = process(&shot, &limits, &options)?;
        let milliseconds = start.elapsed().as_secs_f64() * 1000.0;
        if run >= PHOTOS {
            times.push(milliseconds);
        }
        sizes[0] = sizes[0].max(shot.len());
        sizes[1] = sizes[1].max(processed.view.bytes.len());
        sizes[2] = sizes[2].max(processed.thumbnail.bytes.len());
    }
    let usage = ProcessUsage::of_self();
    let cpu_seconds = usage
        .cpu_seconds
        .zip(before.cpu_seconds)
        .map(|(end, start)| end - start);
    times.sort_by(f64::total_cmp);
    let round = |milliseconds: f64| (milliseconds * 10.0).round() / 10.0;
    Ok(serde_json::json!({
        "bench": "photo",
        "what": "4032x3024 JPEG to 1600 px view, 320 px thumbnail, 3 hashes, one thread",
        "runs": times.len(),
        "median_ms": round(times[times.len() / 2]),
        "min_ms": round(times[0]),
        "max_ms": round(times[times.len() - 1]),
        "largest_original_bytes": sizes[0],
        "largest_view_bytes": sizes[1],
        "largest_thumbnail_bytes": sizes[2],
        "cpu_ms_mean": cpu_seconds.map(|seconds| round(seconds * 1000.0 / (RUNS + PHOTOS) as f64)),
        "peak_rss_kib": usage.peak_memory_kib,
    }))
}

/// Draws the photos in a child process, so that drawing does not count towards the peak memory.
fn draw_elsewhere(folder: &Path) -> Result<(), Box<dyn Error>> {
    let status = Command::new(std::env::current_exe()?)
        .env(CHILD, folder)
        .status()?;
    if status.success() {
        Ok(())
    } else {
        Err("the photos could not be drawn".into())
    }
}

fn draw(folder: &Path) -> std::io::Result<()> {
    let pool = Pool::draw(2026, PHOTOS, &|_| {});
    for index in 0..PHOTOS {
        let exif = ShotExif {
            taken_at_ms: 1_788_224_400_000 + index as i64 * 60_000,
            lat_microdeg: 27_790_000,
            lon_microdeg: 120_610_000,
            orientation: pool.orientation(index),
            model: "demo phone model".to_owned(),
            unique_id: index as u128,
        };
        std::fs::write(
            folder.join(format!("shot-{index}.jpg")),
            pool.shot(index, &exif),
        )?;
    }
    Ok(())
}
