use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use wangge_mobile_core::Clock;

/// The time that stands in a file（演示时钟）, for demonstrations and tests: milliseconds since 1970
/// as decimal digits. Whoever plays the demonstration writes it; it stands still otherwise.
#[derive(Debug)]
pub(crate) struct FileClock {
    path: PathBuf,
    last: AtomicI64,
    skipped_ms: AtomicU64,
}

impl FileClock {
    /// Reads the file for the first time.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let last = AtomicI64::new(read(path)?);
        Ok(Self {
            path: path.to_owned(),
            last,
            skipped_ms: AtomicU64::new(0),
        })
    }

    /// Lets a wait go by: a clock that stands still would never see its end.
    pub(crate) fn skip(&self, ms: u64) {
        self.skipped_ms.fetch_add(ms, Ordering::AcqRel);
    }
}

fn read(path: &Path) -> io::Result<i64> {
    let text = std::fs::read_to_string(path)?;
    text.trim().parse().map_err(|_| {
        io::Error::new(
            io::ErrorKind::InvalidData,
            "须为 1970 年以来的毫秒数，如 1788220800000",
        )
    })
}

impl Clock for FileClock {
    /// A file that is being rewritten just now gives the last time read.
    fn wall_ms(&self) -> i64 {
        if let Ok(at) = read(&self.path) {
            self.last.store(at, Ordering::Release);
        }
        self.last.load(Ordering::Acquire)
    }

    /// One boot for the whole demonstration, however many processes take part.
    fn boot_id(&self) -> u64 {
        1
    }

    fn monotonic_ms(&self) -> u64 {
        let wall = u64::try_from(self.wall_ms()).unwrap_or(0);
        wall.saturating_add(self.skipped_ms.load(Ordering::Acquire))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_follows_the_file_and_keeps_the_last_good_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("clock");
        assert!(FileClock::open(&path).is_err());
        std::fs::write(&path, "soon").unwrap();
        assert_eq!(
            FileClock::open(&path).unwrap_err().kind(),
            io::ErrorKind::InvalidData
        );
        std::fs::write(&path, "1000\n").unwrap();
        let clock = FileClock::open(&path).unwrap();
        assert_eq!((clock.wall_ms(), clock.monotonic_ms()), (1000, 1000));
        std::fs::write(&path, "").unwrap();
        assert_eq!(clock.wall_ms(), 1000);
        std::fs::write(&path, "5000").unwrap();
        clock.skip(30);
        assert_eq!((clock.wall_ms(), clock.monotonic_ms()), (5000, 5030));
    }
}
