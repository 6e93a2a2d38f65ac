use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use wangge_sync_engine::store::ClientStore as _;

use crate::error::CoreError;
use crate::facade::Core;
use crate::store::BlobRole;
use crate::sync::{SyncObserver, SyncOptions, SyncReport};

/// What a sync in the background came to（后台同步结果）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackgroundSync {
    /// What was done; `None` if the time ran out before the end.
    pub report: Option<SyncReport>,
    /// The time ran out. What was done until then stands.
    pub ran_out: bool,
    /// Something still waits to be sent: ask the system for another turn.
    pub work_left: bool,
}

impl Core {
    /// Syncs for at most `limit`（限时后台同步）: one call for WorkManager or BGTaskScheduler, which end
    /// an app that takes longer than it was given. Cut off at any point, it goes on next time.
    ///
    /// # Errors
    /// As [`Core::sync`].
    pub async fn sync_within(
        &self,
        limit: Duration,
        options: &SyncOptions,
        observer: Arc<dyn SyncObserver>,
        cancel: &CancellationToken,
    ) -> Result<BackgroundSync, CoreError> {
        let sync = self.sync(options, observer, cancel);
        let report = match tokio::time::timeout(limit, sync).await {
            Ok(report) => Some(report?),
            Err(_) => None,
        };
        let store = &self.inner.store;
        let roles = [BlobRole::Thumbnail, BlobRole::View, BlobRole::Original];
        let work_left = store.outbox_len()? > 0
            || !store.drafts(1)?.is_empty()
            || !store.blobs_to_send(&roles, 1)?.is_empty();
        Ok(BackgroundSync {
            ran_out: report.is_none(),
            report,
            work_left,
        })
    }
}
