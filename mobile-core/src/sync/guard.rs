use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::error::CoreError;

/// One sync at a time（同步互斥）.
#[derive(Default)]
pub(crate) struct SyncTurn {
    /// With what the one under way is given up.
    holder: Mutex<Option<CancellationToken>>,
    ended: Notify,
}

impl SyncTurn {
    /// Whether a sync is under way, one given up but not yet ended included.
    pub(crate) fn is_taken(&self) -> bool {
        self.holder().is_some()
    }

    /// Takes the turn, or fails with [`CoreError::SyncRunning`].
    pub(crate) fn begin(&self, cancel: &CancellationToken) -> Result<SyncGuard<'_>, CoreError> {
        let mut holder = self.holder();
        if holder.is_some() {
            return Err(CoreError::SyncRunning);
        }
        *holder = Some(cancel.clone());
        Ok(SyncGuard { turn: self })
    }

    /// The same, but waits for the end of a sync that its caller has given up: whoever cancels and
    /// syncs again does not meet what he cancelled.
    pub(crate) async fn begin_after_given_up(
        &self,
        cancel: &CancellationToken,
    ) -> Result<SyncGuard<'_>, CoreError> {
        loop {
            // Listens before it looks: an end in between is not missed.
            let ended = self.ended.notified();
            if cancel.is_cancelled() {
                return Err(CoreError::Cancelled);
            }
            let given_up = self
                .holder()
                .as_ref()
                .is_some_and(CancellationToken::is_cancelled);
            if !given_up {
                return self.begin(cancel);
            }
            tokio::select! {
                () = cancel.cancelled() => {}
                () = ended => {}
            }
        }
    }

    fn holder(&self) -> MutexGuard<'_, Option<CancellationToken>> {
        self.holder.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The turn; given back however the sync ends, also when its future is dropped.
pub(crate) struct SyncGuard<'a> {
    turn: &'a SyncTurn,
}

impl Drop for SyncGuard<'_> {
    fn drop(&mut self) {
        *self.turn.holder() = None;
        self.turn.ended.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_at_a_time_but_nobody_meets_the_one_he_gave_up() {
        let turn = SyncTurn::default();
        let (first, second) = (CancellationToken::new(), CancellationToken::new());
        let running = turn.begin_after_given_up(&first).await.unwrap();
        let meanwhile = turn.begin_after_given_up(&second).await;
        assert!(matches!(meanwhile, Err(CoreError::SyncRunning)));
        first.cancel();
        let next = turn.begin_after_given_up(&second);
        tokio::pin!(next);
        tokio::select! {
            biased;
            _ = &mut next => panic!("the first has not ended"),
            () = tokio::task::yield_now() => {}
        }
        assert!(turn.is_taken());
        drop(running);
        let next = next.await.unwrap();
        drop(next);
        assert!(!turn.is_taken());
    }

    #[tokio::test]
    async fn one_given_up_before_it_began_never_begins() {
        let (turn, cancel) = (SyncTurn::default(), CancellationToken::new());
        cancel.cancel();
        let begun = turn.begin_after_given_up(&cancel).await;
        assert!(matches!(begun, Err(CoreError::Cancelled)));
        assert!(!turn.is_taken());
    }
}
