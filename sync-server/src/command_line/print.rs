//! The one place that prints: this is a program for people at a terminal.
#![expect(clippy::print_stderr, reason = "output is what it is for")]

use std::io::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

use super::plain::plain;

static JSON: AtomicBool = AtomicBool::new(false);

/// Says whether a program reads the answers of this run.
pub(super) fn speak_json(is_asked: bool) {
    JSON.store(is_asked, Ordering::Release);
}

/// Whether a program reads the answers of this run.
pub(super) fn is_json() -> bool {
    JSON.load(Ordering::Acquire)
}

/// A report: in Chinese for people, as JSON for programs.
pub(super) fn report<T: Serialize>(value: &T) {
    if is_json() {
        json(value);
    } else {
        line(&plain(&serde_json::to_value(value).unwrap_or_default()));
    }
}

/// A line of the answer, at once: a program may wait for it.
pub(super) fn line(text: &str) {
    let mut out = std::io::stdout().lock();
    // A reader that went away is no reason to fail.
    let _written = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// A value as one line of JSON.
pub(super) fn json<T: Serialize>(value: &T) {
    line(&serde_json::to_string(value).unwrap_or_default());
}

/// Bytes as they are, nothing before or after them.
pub(super) fn exactly(bytes: &[u8]) {
    let mut out = std::io::stdout().lock();
    // A reader that went away is no reason to fail.
    let _written = out.write_all(bytes).and_then(|()| out.flush());
}

/// A word to the person beside the answer, where a program that reads the answer does not see it.
pub(super) fn note(text: &str) {
    eprintln!("{text}");
}

/// How far a long job is, at every tenth of each of its parts.
#[derive(Default)]
pub(super) struct Progress(Mutex<Option<(String, u64)>>);

impl Progress {
    /// Prints what is done of how much, if a tenth more is.
    pub(super) fn tell(&self, what: &str, done: u64, of: u64) {
        let tenth = done.saturating_mul(10) / of.max(1);
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = (what.to_owned(), tenth);
        if last.as_ref() != Some(&now) {
            eprintln!("{what}: {done}/{of}");
            *last = Some(now);
        }
    }
}

/// What went wrong.
pub(super) fn problem(text: &str) {
    eprintln!("错误: {text}");
}
