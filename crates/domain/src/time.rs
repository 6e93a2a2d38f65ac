//! Instants and the civil calendar of China Standard Time.

use std::fmt;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta};
use serde::{Deserialize, Serialize};

/// Seconds east of UTC of China Standard Time, which has no daylight saving.
pub const CHINA_OFFSET_SECONDS: i64 = 8 * 3600;

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The civil date in China at this instant.
    #[must_use]
    pub fn china_date(self) -> NaiveDate {
        self.china_datetime().date()
    }

    /// The civil date and time in China at this instant.
    #[must_use]
    pub fn china_datetime(self) -> NaiveDateTime {
        let shifted = self.0.saturating_add(CHINA_OFFSET_SECONDS * 1000);
        DateTime::from_timestamp_millis(shifted)
            .map_or(NaiveDateTime::default(), |instant| instant.naive_utc())
    }

    /// The instant at which this civil date begins in China.
    #[must_use]
    pub fn start_of_china_day(date: NaiveDate) -> Self {
        let midnight = date
            .and_time(chrono::NaiveTime::MIN)
            .and_utc()
            .timestamp_millis();
        Self(midnight - CHINA_OFFSET_SECONDS * 1000)
    }

    /// The last millisecond of this civil date in China: a deadline on a date runs until then.
    #[must_use]
    pub fn end_of_china_day(date: NaiveDate) -> Self {
        let next = date + TimeDelta::days(1);
        Self(Self::start_of_china_day(next).0 - 1)
    }

    /// This instant moved by a number of milliseconds, saturating.
    #[must_use]
    pub fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}+08:00",
            self.china_datetime().format("%Y-%m-%dT%H:%M:%S%.3f")
        )
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Timestamp({self})")
    }
}
