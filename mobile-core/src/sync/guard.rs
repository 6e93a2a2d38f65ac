use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::CoreError;

/// One sync at a time; given back however it ends, also when its future is dropped.
pub(crate) struct SyncGuard<'a> {
    running: &'a AtomicBool,
}

impl<'a> SyncGuard<'a> {
    pub(crate) fn begin(running: &'a AtomicBool) -> Result<Self, CoreError> {
        if running.swap(true, Ordering::AcqRel) {
            return Err(CoreError::SyncRunning);
        }
        Ok(Self { running })
    }
}

impl Drop for SyncGuard<'_> {
    fn drop(&mut self) {
        self.running.store(false, Ordering::Release);
    }
}
