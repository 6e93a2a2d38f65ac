//! One clock for the relay and all phones of a world, unless a test sets a phone's wrong.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::NaiveDate;
use wangge_domain::Timestamp;
use wangge_sync_server::clock::ManualClock;

/// The clock of a world: the relay's, with an offset and a boot of its own on each phone.
#[derive(Clone, Debug)]
pub(crate) struct WorldClock {
    relay: Arc<ManualClock>,
    /// How far a phone's wall clock is off.
    skew_ms: Arc<AtomicI64>,
    boot: Arc<AtomicI64>,
}

impl WorldClock {
    /// Stands at this hour of this day in China.
    pub(crate) fn at_china(year: i32, month: u32, day: u32, hour: u32) -> Self {
        let date = NaiveDate::from_ymd_opt(year, month, day).expect("a test names a real day");
        let start = Timestamp::start_of_china_day(date);
        let at = start.plus_ms(i64::from(hour) * 3_600_000);
        Self {
            relay: Arc::new(ManualClock::new(at)),
            skew_ms: Arc::new(AtomicI64::new(0)),
            boot: Arc::new(AtomicI64::new(1)),
        }
    }

    /// Stands at the machine's own time, for worlds that programs on the system's clock share.
    pub(crate) fn now_in_china() -> Self {
        let now = wangge_sync_server::clock::Clock::now(
            &wangge_sync_server::clock::SystemClock::default(),
        );
        Self {
            relay: Arc::new(ManualClock::new(now)),
            skew_ms: Arc::new(AtomicI64::new(0)),
            boot: Arc::new(AtomicI64::new(1)),
        }
    }

    /// The relay's clock.
    pub(crate) fn relay(&self) -> Arc<ManualClock> {
        Arc::clone(&self.relay)
    }

    /// A phone's clock that goes with the relay's.
    pub(crate) fn phone(&self) -> Self {
        Self {
            relay: Arc::clone(&self.relay),
            skew_ms: Arc::new(AtomicI64::new(0)),
            boot: Arc::new(AtomicI64::new(1)),
        }
    }

    /// What time it is.
    pub(crate) fn now(&self) -> Timestamp {
        wangge_sync_server::clock::Clock::now(self.relay.as_ref())
    }

    /// Time goes by for everybody.
    pub(crate) fn advance_hours(&self, hours: i64) {
        self.relay.advance_ms(hours * 3_600_000);
    }

    /// Days go by for everybody.
    pub(crate) fn advance_days(&self, days: i64) {
        self.advance_hours(days * 24);
    }

    /// Sets this phone's wall clock wrong by so many milliseconds.
    pub(crate) fn set_wrong_by_ms(&self, ms: i64) {
        self.skew_ms.store(ms, Ordering::SeqCst);
    }

    /// This phone is switched off and on.
    pub(crate) fn reboot(&self) {
        self.boot.fetch_add(1, Ordering::SeqCst);
    }
}

impl wangge_mobile_core::Clock for WorldClock {
    fn wall_ms(&self) -> i64 {
        self.now().0 + self.skew_ms.load(Ordering::SeqCst)
    }

    fn boot_id(&self) -> u64 {
        self.boot.load(Ordering::SeqCst).unsigned_abs()
    }

    fn monotonic_ms(&self) -> u64 {
        let clock: &dyn wangge_sync_server::clock::Clock = self.relay.as_ref();
        clock.monotonic_ms().unsigned_abs() + 60_000
    }
}
