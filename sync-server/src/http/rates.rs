use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use super::ApiError;

/// Callers remembered; beyond that those whose allowance is whole again are forgotten.
const MOST_CALLERS: usize = 50_000;

/// One request, in the parts that allowances are counted in: a millisecond of so many requests an
/// hour is as many parts.
const REQUEST: i64 = 3_600_000;
/// Bytes of one KiB, in which allowances of bytes are counted.
const KIB: i64 = 1_024;

/// How often one caller may ask（限速）: so many at once, then so many an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rate {
    burst: u32,
    per_hour: u32,
}

impl Rate {
    /// A device: a phone that has been away sends a whole week in some dozens of requests.
    pub(crate) const DEVICE: Self = Self::new(600, 10);
    /// A person at a browser, with a few pages open.
    pub(crate) const PERSON: Self = Self::new(1_200, 20);
    /// An address that is nobody yet: a village office of many people is one.
    pub(crate) const ADDRESS: Self = Self::new(3_000, 50);
    /// Comparisons of a device: each reads the heads of a whole log. An app asks for one a day and log,
    /// a sync for one at most, and again where the log went on meanwhile.
    pub(crate) const COMPARISONS: Self = Self {
        burst: 120,
        per_hour: 60,
    };

    /// Sign-ins from an address where too many failed and somebody succeeded of late.
    pub(crate) const KNOWN_ADDRESS: Self = Self {
        burst: 3,
        per_hour: 360,
    };
    /// Codes of a paper at which too many failed: eight digits are not guessed so.
    pub(crate) const WATCHED_PAPER: Self = Self {
        burst: 3,
        per_hour: 60,
    };

    /// Bytes in KiB: so many MiB at once, and as many again in a day.
    pub(crate) fn mebibytes_a_day(mib: u32) -> Self {
        let burst = mib.saturating_mul(1_024);
        Self {
            burst,
            per_hour: (burst / 24).max(1),
        }
    }

    fn whole(self) -> i64 {
        i64::from(self.burst) * REQUEST
    }

    const fn new(burst: u32, per_second: u32) -> Self {
        Self {
            burst,
            per_hour: per_second * 3_600,
        }
    }
}

#[derive(Clone, Copy)]
struct Allowance {
    /// What is left, [`REQUEST`] for each request.
    left: i64,
    at_ms: i64,
}

impl Allowance {
    fn require(&self, least: i64, rate: Rate) -> Result<(), ApiError> {
        if self.left >= least {
            return Ok(());
        }
        let missing = least.saturating_sub(self.left);
        let wait = missing.div_euclid(i64::from(rate.per_hour)) + 1;
        Err(ApiError::too_many(u64::try_from(wait).unwrap_or(1_000)))
    }
}

/// What callers have left. It lies in this process alone: nothing of value is lost with it, and a
/// caller of several relays has as many allowances.
pub(crate) struct Rates {
    started: Instant,
    callers: Mutex<HashMap<(&'static str, String), Allowance>>,
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            started: Instant::now(),
            callers: Mutex::default(),
        }
    }
}

impl Rates {
    /// Milliseconds since the relay started, by a clock that nobody sets.
    pub(crate) fn now_ms(&self) -> i64 {
        i64::try_from(self.started.elapsed().as_millis()).unwrap_or(i64::MAX)
    }

    /// Takes one request off a caller's allowance.
    ///
    /// # Errors
    /// There is none left; the answer says when to come again.
    pub(crate) fn admit(
        &self,
        kind: &'static str,
        caller: String,
        rate: Rate,
        now_ms: i64,
    ) -> Result<(), ApiError> {
        self.with(kind, caller, rate, now_ms, |allowance| {
            allowance.require(REQUEST, rate)?;
            allowance.left -= REQUEST;
            Ok(())
        })
    }

    /// Turns a caller away who has used up an allowance that [`Rates::charge`] is taken off.
    ///
    /// # Errors
    /// There is nothing left; the answer says when to come again.
    pub(crate) fn require(
        &self,
        kind: &'static str,
        caller: String,
        rate: Rate,
        now_ms: i64,
    ) -> Result<(), ApiError> {
        self.with(kind, caller, rate, now_ms, |allowance| {
            allowance.require(1, rate)
        })
    }

    /// Takes so many bytes off a caller's allowance, which is counted in KiB, below nothing if it must be.
    pub(crate) fn charge(
        &self,
        kind: &'static str,
        caller: String,
        rate: Rate,
        bytes: usize,
        now_ms: i64,
    ) {
        let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
        let used = bytes.saturating_mul(REQUEST / KIB);
        self.with(kind, caller, rate, now_ms, |allowance| {
            allowance.left = allowance.left.saturating_sub(used);
        });
    }

    fn with<T>(
        &self,
        kind: &'static str,
        caller: String,
        rate: Rate,
        now_ms: i64,
        work: impl FnOnce(&mut Allowance) -> T,
    ) -> T {
        let (whole, per_hour) = (rate.whole(), i64::from(rate.per_hour));
        let mut callers = self.callers.lock().unwrap_or_else(PoisonError::into_inner);
        if callers.len() >= MOST_CALLERS {
            callers.retain(|_, allowance| {
                let idle = now_ms.saturating_sub(allowance.at_ms);
                idle < whole / per_hour
            });
        }
        let allowance = callers.entry((kind, caller)).or_insert(Allowance {
            left: whole,
            at_ms: now_ms,
        });
        // A clock that stands still or goes back gives nothing and takes nothing.
        let passed = now_ms.saturating_sub(allowance.at_ms).max(0);
        let gained = passed.saturating_mul(per_hour);
        allowance.left = allowance.left.saturating_add(gained).min(whole);
        allowance.at_ms = allowance.at_ms.max(now_ms);
        work(allowance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_then_a_steady_rate_and_nobody_pays_for_another() {
        let rates = Rates::default();
        let rate = Rate::new(3, 2);
        let ask = |who: &str, now| rates.admit("device", who.to_owned(), rate, now);
        for _ in 0..3 {
            assert!(ask("a", 0).is_ok());
        }
        let refused = ask("a", 0).unwrap_err();
        assert_eq!(
            (refused.status().as_u16(), refused.body().retry_after_ms),
            (429, Some(501))
        );
        assert!(ask("b", 0).is_ok());
        assert!(ask("a", 499).is_err());
        assert!(ask("a", 500).is_ok());
        assert!(ask("a", 500).is_err());
        // A clock that went back opens nothing and locks nobody out for ever.
        assert!(ask("a", -1_000_000).is_err());
        assert!(ask("a", 1_000).is_ok());
        // After a pause no more than the burst.
        let granted = (0..10).filter(|_| ask("a", 1_000_000).is_ok()).count();
        assert_eq!(granted, 3);
    }

    #[test]
    fn bytes_of_a_day_come_back_in_a_day() {
        let rates = Rates::default();
        let rate = Rate::mebibytes_a_day(24);
        let require = |now| rates.require("bytes", "a".to_owned(), rate, now);
        let hour = 3_600_000;
        assert!(require(0).is_ok());
        // What is once begun is taken to its end, also beyond what is left.
        rates.charge("bytes", "a".to_owned(), rate, 26 << 20, 0);
        let refused = require(0).unwrap_err();
        assert_eq!(refused.status().as_u16(), 429);
        let wait = refused.body().retry_after_ms.unwrap();
        assert!((2 * 3_500_000..2 * 3_700_000).contains(&wait), "{wait}");
        assert!(require(hour).is_err());
        assert!(require(2 * hour + 60_000).is_ok());
        assert!(rates.require("bytes", "b".to_owned(), rate, 0).is_ok());
    }
}
