use wangge_domain::Timestamp;
use wangge_sync_engine::client::Moment;

/// The three readings of time that the core takes from its shell（时钟）.
///
/// A phone's clock is evidence, not truth (design 4): the wall clock is recorded as a claim, the
/// monotonic clock within one boot is what elapsed time is counted by.
pub trait Clock: Send + Sync {
    /// The phone's clock, milliseconds since 1970-01-01T00:00:00Z.
    fn wall_ms(&self) -> i64;
    /// Identifies one boot of the phone: monotonic time is comparable only within it.
    fn boot_id(&self) -> u64;
    /// Milliseconds since boot, sleep included where the platform can tell.
    fn monotonic_ms(&self) -> u64;
}

/// All three readings at once, as the engine takes them.
pub(crate) fn moment(clock: &dyn Clock) -> Moment {
    Moment {
        wall_ms: clock.wall_ms(),
        boot_id: clock.boot_id(),
        monotonic_ms: clock.monotonic_ms(),
    }
}

/// The phone's clock as a timestamp: for file names and for showing, never for deciding.
pub(crate) fn wall(clock: &dyn Clock) -> Timestamp {
    Timestamp(clock.wall_ms())
}
