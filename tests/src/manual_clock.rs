//! A clock that stands still until a test moves it.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;
use wangge_domain::Timestamp;

/// What a phone's clocks say at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockReading {
    /// The wall clock, milliseconds since 1970: may be wrong, may jump.
    pub wall_ms: i64,
    /// Changes with every boot.
    pub boot_id: u64,
    /// Milliseconds since boot: never falls within a boot.
    pub monotonic_ms: u64,
}

/// A clock under the hand of a test. Clones show the same time.
#[derive(Clone, Debug)]
pub struct ManualClock {
    reading: Arc<Mutex<ClockReading>>,
}

impl ManualClock {
    /// A clock that shows this time, a minute after its first boot.
    #[must_use]
    pub fn at(now: Timestamp) -> Self {
        let reading = ClockReading {
            wall_ms: now.0,
            boot_id: 1,
            monotonic_ms: 60_000,
        };
        Self {
            reading: Arc::new(Mutex::new(reading)),
        }
    }

    /// A clock that shows this hour and minute of this day in China.
    #[must_use]
    pub fn at_china(day: NaiveDate, hour: u32, minute: u32) -> Self {
        let minutes = i64::from(hour) * 60 + i64::from(minute);
        Self::at(Timestamp::start_of_china_day(day).plus_ms(minutes * 60_000))
    }

    /// All three clocks.
    #[must_use]
    pub fn reading(&self) -> ClockReading {
        *self.reading.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The wall clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        Timestamp(self.reading().wall_ms)
    }

    /// Time passes: wall and monotonic clock both move.
    pub fn advance_ms(&self, ms: u64) {
        self.change(|reading| {
            reading.wall_ms = reading.wall_ms.saturating_add_unsigned(ms);
            reading.monotonic_ms = reading.monotonic_ms.saturating_add(ms);
        });
    }

    /// Time passes until the wall clock shows this; if it shows more already, nothing happens.
    pub fn advance_to(&self, later: Timestamp) {
        let missing = later.0.saturating_sub(self.now().0);
        self.advance_ms(u64::try_from(missing).unwrap_or(0));
    }

    /// Somebody sets the wall clock; no time passes.
    pub fn set_wall(&self, wall: Timestamp) {
        self.change(|reading| reading.wall_ms = wall.0);
    }

    /// The phone restarts: another boot, its monotonic clock at zero, the wall clock as it was.
    pub fn reboot(&self) {
        self.change(|reading| {
            reading.boot_id += 1;
            reading.monotonic_ms = 0;
        });
    }

    /// Writes the wall clock as a clock file: milliseconds since 1970 as decimal digits. The file is
    /// replaced whole, so that a reader never sees half a number.
    ///
    /// # Errors
    /// What the file system says.
    pub fn write_file(&self, path: &Path) -> io::Result<()> {
        let new = path.with_extension("new");
        std::fs::write(&new, self.now().0.to_string())?;
        std::fs::rename(new, path)
    }

    fn change(&self, how: impl FnOnce(&mut ClockReading)) {
        how(&mut self.reading.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock() -> ManualClock {
        ManualClock::at_china(NaiveDate::from_ymd_opt(2026, 9, 7).unwrap(), 8, 30)
    }

    #[test]
    fn time_passes_for_every_clone_at_once() {
        let clock = clock();
        let other = clock.clone();
        clock.advance_ms(90_000);
        assert_eq!(other.now().to_string(), "2026-09-07T08:31:30.000+08:00");
        assert_eq!(other.reading().monotonic_ms, 150_000);
        let before = clock.reading();
        clock.advance_to(Timestamp(0));
        assert_eq!(clock.reading(), before);
    }

    #[test]
    fn a_clock_file_holds_the_wall_clock() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("clock");
        let clock = clock();
        clock.write_file(&path).unwrap();
        clock.advance_ms(1);
        clock.write_file(&path).unwrap();
        assert_eq!(
            std::fs::read_to_string(&path).unwrap(),
            clock.now().0.to_string()
        );
    }

    #[test]
    fn a_wrong_wall_clock_and_a_reboot_are_told_apart() {
        let clock = clock();
        let before = clock.reading();
        clock.set_wall(Timestamp(0));
        assert_eq!(
            clock.reading(),
            ClockReading {
                wall_ms: 0,
                ..before
            }
        );
        clock.reboot();
        assert_eq!(
            clock.reading(),
            ClockReading {
                wall_ms: 0,
                boot_id: 2,
                monotonic_ms: 0
            }
        );
    }
}
