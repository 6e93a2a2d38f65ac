//! The one place that prints: this is a program for people at a terminal.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "output is what it is for"
)]

use std::io::Write as _;

use serde::Serialize;

/// A line of the answer, at once: a program may wait for it.
pub(super) fn line(text: &str) {
    println!("{text}");
    // A reader that went away is no reason to fail.
    let _flushed = std::io::stdout().flush();
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

/// What went wrong.
pub(super) fn problem(text: &str) {
    eprintln!("错误: {text}");
}
