use std::sync::atomic::{AtomicI64, Ordering};

use wangge_domain::Timestamp;

use super::Clock;

/// A clock that stands still until it is moved, for tests.
#[derive(Debug)]
pub struct ManualClock {
    wall: AtomicI64,
    monotonic: AtomicI64,
}

impl ManualClock {
    /// Stands at this time.
    #[must_use]
    pub fn new(at: Timestamp) -> Self {
        Self {
            wall: AtomicI64::new(at.0),
            monotonic: AtomicI64::new(0),
        }
    }

    /// Time goes by.
    pub fn advance_ms(&self, ms: i64) {
        self.wall.fetch_add(ms, Ordering::SeqCst);
        self.monotonic.fetch_add(ms, Ordering::SeqCst);
    }

    /// Somebody sets the wall clock.
    pub fn jump_to(&self, at: Timestamp) {
        self.wall.store(at.0, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.wall.load(Ordering::SeqCst))
    }

    fn monotonic_ms(&self) -> i64 {
        self.monotonic.load(Ordering::SeqCst)
    }
}
