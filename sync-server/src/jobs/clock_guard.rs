use wangge_domain::Timestamp;

/// A clock that moves this much otherwise than time goes by has been set by somebody.
const JUMP_MS: i64 = 5 * 60_000;

/// Watches whether the relay's own clock jumps.
#[derive(Debug, Default)]
pub(crate) struct ClockGuard {
    last: Option<(Timestamp, i64)>,
}

impl ClockGuard {
    /// Looks at both clocks. `Some`: the wall clock has jumped by so many milliseconds.
    pub(crate) fn look(&mut self, wall: Timestamp, monotonic_ms: i64) -> Option<i64> {
        let before = self.last.replace((wall, monotonic_ms));
        let (last_wall, last_monotonic) = before?;
        let jump = (wall.0 - last_wall.0) - (monotonic_ms - last_monotonic);
        (jump.abs() > JUMP_MS).then_some(jump)
    }

    /// Whether a clock at the start of the process lies before what was seen at its last end.
    pub(crate) fn went_back(last_seen: Timestamp, wall: Timestamp) -> bool {
        last_seen.0 - wall.0 > JUMP_MS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_that_goes_by_is_no_jump_and_a_set_clock_is() {
        let mut guard = ClockGuard::default();
        assert_eq!(guard.look(Timestamp(1_000_000), 0), None);
        assert_eq!(
            guard.look(Timestamp(1_000_000 + 86_400_000), 86_400_000),
            None
        );
        let forward = guard.look(Timestamp(1_000_000 + 86_400_000 + JUMP_MS + 1), 86_400_000);
        assert_eq!(forward, Some(JUMP_MS + 1));
        assert_eq!(
            guard.look(Timestamp(1_000_000), 86_400_000),
            Some(-86_400_000 - JUMP_MS - 1)
        );
        assert_eq!(guard.look(Timestamp(1_000_000 + 1_000), 86_401_000), None);
    }

    #[test]
    fn a_clock_that_starts_in_the_past_went_back() {
        assert!(ClockGuard::went_back(Timestamp(JUMP_MS + 1), Timestamp(0)));
        assert!(!ClockGuard::went_back(Timestamp(JUMP_MS), Timestamp(0)));
    }
}
