//! The photo pipeline: 12 megapixels to view copy, thumbnail and three hashes, on one thread.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Result, ensure};
use serde_json::json;
use wangge_photo::{Limits, Options, process};
use wangge_tests::photo_generator::{Pool, ShotExif};
use wangge_tests::process_usage::ProcessUsage;

use super::report::{Aim, Report};
use super::sizes::Sizes;
use super::statistics::{quantile, rounded};

/// Names the folder to draw into, in the child process that draws.
const CHILD: &str = "WANGGE_BENCH_DRAW_INTO";

/// The folder to draw into, if this process is the one that draws.
pub(crate) fn asked_to_draw() -> Option<PathBuf> {
    std::env::var_os(CHILD).map(PathBuf::from)
}

/// Draws one photo.
pub(crate) fn draw(folder: &Path) -> Result<()> {
    let pool = Pool::draw(2026, 1, &|_| {});
    let exif = ShotExif {
        taken_at_ms: 1_788_224_400_000,
        lat_microdeg: 29_190_000,
        lon_microdeg: 105_930_000,
        orientation: pool.orientation(0),
        model: "demo phone model".to_owned(),
        unique_id: 1,
    };
    Ok(std::fs::write(
        folder.join("shot.jpg"),
        pool.shot(0, &exif),
    )?)
}

/// Measures; drawing happens in a child process and counts towards nothing.
pub(crate) fn measure(sizes: &Sizes, report: &mut Report) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let drawn = Command::new(std::env::current_exe()?)
        .env(CHILD, folder.path())
        .status()?;
    ensure!(drawn.success(), "the photo could not be drawn");
    let shot = std::fs::read(folder.path().join("shot.jpg"))?;
    let (limits, options) = (Limits::default(), Options::default());
    let mut milliseconds = Vec::new();
    let mut sizes_of = [0; 2];
    // One more run than is measured: the first warms the caches.
    for run in 0..=sizes.photos {
        let begun = Instant::now();
        let processed = process(&shot, &limits, &options)?;
        if run > 0 {
            milliseconds.push(begun.elapsed().as_secs_f64() * 1000.0);
        }
        sizes_of = [processed.view.bytes.len(), processed.thumbnail.bytes.len()];
    }
    let median = quantile(&mut milliseconds, 0.5);
    let memory = ProcessUsage::of_self().peak_memory_kib;
    report.section(
        "photo",
        json!({
            "runs": milliseconds.len(),
            "original_bytes": shot.len(),
            "view_bytes": sizes_of[0],
            "thumbnail_bytes": sizes_of[1],
            "median_ms": rounded(median, 1),
            "max_ms": rounded(quantile(&mut milliseconds, 1.0), 1),
            "peak_memory_kib": memory,
        }),
    )?;
    report.figure(
        "photo of 12 MP, one thread, median",
        median,
        "ms",
        Aim::AtMost(80.0),
    );
    if let Some(kib) = memory {
        let mib = kib as f64 / 1024.0;
        report.figure(
            "photo of 12 MP, peak memory",
            mib,
            "MiB",
            Aim::AtMost(100.0),
        );
    }
    Ok(())
}
