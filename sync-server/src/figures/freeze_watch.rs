use std::sync::{Mutex, PoisonError};

use wangge_domain::Timestamp;
use wangge_domain::evaluation::EvaluationPeriod;

/// How far a period is frozen（定稿进度）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FreezeProgress {
    pub(crate) period: EvaluationPeriod,
    pub(crate) started_at: Timestamp,
    /// Grids done.
    pub(crate) done: u64,
    /// Of so many; 0 while the records are still being read.
    pub(crate) of: u64,
}

/// The one freezing that this process does at a time（定稿）: it takes a core to itself, and two of
/// the same period would do the same work twice.
#[derive(Default)]
pub(crate) struct FreezeWatch(Mutex<Option<FreezeProgress>>);

impl FreezeWatch {
    /// Begins; `None` if another one is under way.
    pub(crate) fn begin(&self, period: EvaluationPeriod, now: Timestamp) -> Option<FreezeTurn<'_>> {
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if running.is_some() {
            return None;
        }
        *running = Some(FreezeProgress {
            period,
            started_at: now,
            done: 0,
            of: 0,
        });
        Some(FreezeTurn(self))
    }

    /// The one under way.
    pub(crate) fn running(&self) -> Option<FreezeProgress> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A freezing under way; it is over when this goes, however it ends.
pub(crate) struct FreezeTurn<'a>(&'a FreezeWatch);

impl FreezeTurn<'_> {
    /// So much is done.
    pub(crate) fn tell(&self, done: u64, of: u64) {
        let mut running = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(progress) = running.as_mut() {
            (progress.done, progress.of) = (done, of);
        }
    }
}

impl Drop for FreezeTurn<'_> {
    fn drop(&mut self) {
        *self.0.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

#[cfg(test)]
mod tests {
    use wangge_domain::evaluation::PeriodKind;

    use super::*;

    #[test]
    fn one_at_a_time_and_over_when_it_ends() {
        let watch = FreezeWatch::default();
        let day = "2026-09-01".parse().unwrap();
        let period = EvaluationPeriod::of(PeriodKind::Month, day);
        assert_eq!(watch.running(), None);
        let turn = watch.begin(period, Timestamp(7)).unwrap();
        turn.tell(3, 19);
        let seen = watch.running().unwrap();
        assert_eq!((seen.done, seen.of, seen.started_at), (3, 19, Timestamp(7)));
        assert!(watch.begin(period, Timestamp(8)).is_none());
        drop(turn);
        assert_eq!(watch.running(), None);
        assert!(watch.begin(period, Timestamp(9)).is_some());
    }
}
