use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use tokio_util::sync::CancellationToken;

use crate::error::CoreError;
use crate::folder_lock::FolderLock;

/// Whether the app is awake（生命周期）: what may run, and the lock of the folder.
pub(crate) struct Life {
    closed: AtomicBool,
    /// Cancelled on pause: calls to the relay end with it.
    awake: Mutex<CancellationToken>,
    lock: Mutex<Option<FolderLock>>,
}

impl Life {
    /// Awake, with the folder's lock.
    pub(crate) fn begin(lock: FolderLock) -> Self {
        Self {
            closed: AtomicBool::new(false),
            awake: Mutex::new(CancellationToken::new()),
            lock: Mutex::new(Some(lock)),
        }
    }

    /// Ends running calls to the relay.
    pub(crate) fn sleep(&self) {
        self.token().cancel();
    }

    /// Lets other processes have the folder.
    pub(crate) fn unlock(&self) {
        *self.lock.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Takes the folder again.
    pub(crate) fn wake(
        &self,
        take: impl FnOnce() -> Result<FolderLock, CoreError>,
    ) -> Result<(), CoreError> {
        if self.is_closed() {
            return Err(CoreError::Closed);
        }
        let mut lock = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        if lock.is_none() {
            *lock = Some(take()?);
        }
        Ok(())
    }

    /// Calls to the relay may run again.
    pub(crate) fn rise(&self) {
        let mut awake = self.awake.lock().unwrap_or_else(PoisonError::into_inner);
        if awake.is_cancelled() {
            *awake = CancellationToken::new();
        }
    }

    /// No way back.
    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::Release);
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    /// What fails a call that finds the database closed.
    pub(crate) fn asleep(&self) -> CoreError {
        if self.is_closed() {
            CoreError::Closed
        } else {
            CoreError::Paused
        }
    }

    /// Runs a call to the relay until it is done or the app is paused.
    pub(crate) async fn while_awake<T>(
        &self,
        call: impl Future<Output = Result<T, CoreError>>,
    ) -> Result<T, CoreError> {
        let awake = self.token();
        tokio::select! {
            biased;
            () = awake.cancelled() => Err(self.asleep()),
            result = call => match result {
                Err(CoreError::Paused) => Err(self.asleep()),
                other => other,
            },
        }
    }

    fn token(&self) -> CancellationToken {
        self.awake
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}
