//! The relay's clock, behind a trait.

mod file;
mod manual;
mod system;

pub use file::{ClockFileError, FileClock};
pub use manual::ManualClock;
pub use system::SystemClock;

use wangge_domain::Timestamp;

/// Tells the time（时钟）. Leases, sessions, uploads and jobs all follow the same one.
pub trait Clock: Send + Sync {
    /// Now, by the wall.
    fn now(&self) -> Timestamp;

    /// Milliseconds of a clock that nobody sets, from any start. A wall clock that moves
    /// otherwise than this one has jumped.
    fn monotonic_ms(&self) -> i64;

    /// The time is made up: every page and paper says 演示时间.
    fn is_demo(&self) -> bool {
        false
    }
}
