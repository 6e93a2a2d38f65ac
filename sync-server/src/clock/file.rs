use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};

use wangge_domain::Timestamp;

use super::Clock;

/// The clock file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ClockFileError {
    /// It cannot be read.
    #[error("the clock file cannot be read: {0}")]
    Read(#[from] std::io::Error),
    /// It does not hold a time.
    #[error("the clock file must hold milliseconds since 1970, e.g. 1788220800000")]
    NotATime,
}

/// The time that stands in a file, for a relay made by `init --demo` only: milliseconds since
/// 1970 as decimal digits. Whoever plays the demonstration writes it; it stands still otherwise.
#[derive(Debug)]
pub struct FileClock {
    path: PathBuf,
    last: AtomicI64,
}

impl FileClock {
    /// Reads the file for the first time.
    pub fn open(path: &Path) -> Result<Self, ClockFileError> {
        let at = read(path)?;
        Ok(Self {
            path: path.to_owned(),
            last: AtomicI64::new(at),
        })
    }
}

fn read(path: &Path) -> Result<i64, ClockFileError> {
    std::fs::read_to_string(path)?
        .trim()
        .parse()
        .map_err(|_| ClockFileError::NotATime)
}

impl Clock for FileClock {
    /// A file that is being rewritten just now gives the last time read.
    fn now(&self) -> Timestamp {
        if let Ok(at) = read(&self.path) {
            self.last.store(at, Ordering::SeqCst);
        }
        Timestamp(self.last.load(Ordering::SeqCst))
    }

    /// The same as the wall: jumps are what this clock is for.
    fn monotonic_ms(&self) -> i64 {
        self.now().0
    }

    fn is_demo(&self) -> bool {
        true
    }
}
