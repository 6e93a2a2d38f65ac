//! What the person at the terminal sees while it runs.

use std::io::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use wangge_domain::Timestamp;

/// Progress bars, headings and seconds.
#[derive(Debug)]
pub(crate) struct Show {
    bars: MultiProgress,
    started: Instant,
    phases: Mutex<Vec<(String, Instant)>>,
}

impl Show {
    pub(crate) fn new() -> Self {
        let (bars, started) = (MultiProgress::new(), Instant::now());
        Self {
            bars,
            started,
            phases: Mutex::new(Vec::new()),
        }
    }

    /// A line that stays.
    pub(crate) fn say(&self, text: &str) {
        self.bars.suspend(|| {
            let mut out = std::io::stdout().lock();
            // A reader that went away is no reason to stop the story.
            let _said = writeln!(out, "{text}").and_then(|()| out.flush());
        });
    }

    /// A part of the story begins, and with it the one before ends.
    pub(crate) fn begin(&self, at: Timestamp, title: &str) {
        let when = at.china_datetime().format("%Y-%m-%d %H:%M");
        self.say(&format!("【演示时间 {when}】{title}"));
        self.phases().push((title.to_owned(), Instant::now()));
    }

    /// A bar that counts up to a total.
    pub(crate) fn bar(&self, name: &str, total: usize) -> ProgressBar {
        let bar = self.bars.add(ProgressBar::new(total as u64));
        let style = ProgressStyle::with_template("  {prefix} {wide_bar} {pos}/{len} {elapsed}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_prefix(name.to_owned());
        bar
    }

    /// A bar without an end that is known beforehand.
    pub(crate) fn counter(&self, name: &str) -> ProgressBar {
        let bar = self.bars.add(ProgressBar::no_length());
        let style = ProgressStyle::with_template("  {prefix} {pos} {elapsed}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_prefix(name.to_owned());
        bar
    }

    /// Seconds since the start.
    pub(crate) fn seconds(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    /// The parts so far with their seconds; the last one lasts until now.
    pub(crate) fn phase_seconds(&self) -> Vec<(String, f64)> {
        let phases = self.phases();
        let ends = phases.iter().skip(1).map(|it| it.1).chain([Instant::now()]);
        let lasting = |end: Instant, begun: Instant| -> Duration { end.duration_since(begun) };
        phases
            .iter()
            .zip(ends)
            .map(|((title, begun), end)| (title.clone(), lasting(end, *begun).as_secs_f64()))
            .collect()
    }

    fn phases(&self) -> std::sync::MutexGuard<'_, Vec<(String, Instant)>> {
        self.phases.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
