use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};
use wangge_mobile_core::{CancellationToken, SyncObserver, SyncProgress};

/// How the sync that runs stands, and how the last one ended（同步状态）.
#[derive(Debug, Default)]
pub(crate) struct SyncState {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    running: Option<CancellationToken>,
    progress: Option<SyncProgress>,
    last: Option<Value>,
}

impl SyncState {
    /// A sync begins; gives the token by which it is given up, or with that of its caller. `None`:
    /// one runs already.
    pub(crate) fn begin(&self, caller: &CancellationToken) -> Option<CancellationToken> {
        let mut inner = self.lock();
        if inner.running.is_some() {
            return None;
        }
        let token = caller.child_token();
        inner.running = Some(token.clone());
        inner.progress = None;
        Some(token)
    }

    /// It ended, with its answer.
    pub(crate) fn end(&self, last: Value) {
        let mut inner = self.lock();
        inner.running = None;
        inner.last = Some(last);
    }

    /// Gives the running one up; false if there is none.
    pub(crate) fn cancel(&self) -> bool {
        let token = self.lock().running.clone();
        if let Some(token) = &token {
            token.cancel();
        }
        token.is_some()
    }

    pub(crate) fn json(&self) -> Value {
        let inner = self.lock();
        let progress = inner.progress.map(|progress| match progress {
            SyncProgress::Records { waiting, received } => {
                json!({ "stage": "records", "waiting": waiting, "received": received })
            }
            SyncProgress::Waiting { ms } => json!({ "stage": "waiting", "ms": ms }),
            SyncProgress::Photos { sent, left } => {
                json!({ "stage": "photos", "sent": sent, "left": left })
            }
        });
        json!({
            "running": inner.running.is_some(),
            "progress": progress,
            "last": inner.last,
        })
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends a sync whatever becomes of it, a panic among it.
pub(crate) struct RunningSync(pub(crate) Arc<SyncState>);

impl Drop for RunningSync {
    fn drop(&mut self) {
        let mut inner = self.0.lock();
        inner.running = None;
        inner.progress = None;
    }
}

impl SyncObserver for SyncState {
    fn on_progress(&self, progress: SyncProgress) {
        self.lock().progress = Some(progress);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caller_that_goes_away_gives_up_its_sync_and_no_other() {
        let state = SyncState::default();
        let caller = CancellationToken::new();
        let running = state.begin(&caller).unwrap();
        assert!(state.begin(&CancellationToken::new()).is_none());
        caller.cancel();
        assert!(running.is_cancelled());
        state.end(Value::Null);
        let other = CancellationToken::new();
        let next = state.begin(&other).unwrap();
        assert!(!next.is_cancelled());
        assert!(state.cancel() && next.is_cancelled() && !other.is_cancelled());
    }
}
