use std::sync::Arc;
use std::time::Duration;

use wangge_mobile_core::{NetworkKind, NoObserver, SyncObserver, SyncOptions};

use super::{Field, Watch};
use crate::boundary::{blocking, long};
use crate::error::FieldError;
use crate::platform::{Connectivity, Network, NewsListener, Pump, SyncListener};
use crate::records::{BackgroundSync, SyncReport};

#[uniffi::export]
impl Field {
    /// Syncs with the relay（同步）: records first, then photos. Cut off at any time it goes on with
    /// the next call. What fails on the network is told in the report.
    pub async fn sync(
        &self,
        listener: Option<Arc<dyn SyncListener>>,
    ) -> Result<SyncReport, FieldError> {
        let (core, options) = (self.core.clone(), self.options().await?);
        long(|cancel| async move {
            let report = core.sync(&options, observer(listener), &cancel).await?;
            Ok::<SyncReport, FieldError>(report.into())
        })
        .await
    }

    /// Syncs for at most so many milliseconds（限时后台同步）: the one call for WorkManager or
    /// BGTaskScheduler.
    pub async fn sync_within(&self, limit_ms: u64) -> Result<BackgroundSync, FieldError> {
        let (core, options) = (self.core.clone(), self.options().await?);
        long(|cancel| async move {
            let limit = Duration::from_millis(limit_ms);
            let done = core
                .sync_within(limit, &options, observer(None), &cancel)
                .await?;
            Ok::<BackgroundSync, FieldError>(done.into())
        })
        .await
    }

    /// Listens for news while the app is open（监听新内容）, until the handle is stopped.
    pub fn watch(&self, listener: Arc<dyn NewsListener>) -> Arc<Watch> {
        Watch::start(self.core.clone(), listener)
    }
}

impl Field {
    /// What the shell says of network and battery, asked for on a thread that may wait: a system
    /// that answers slowly holds up no screen.
    pub(super) async fn options(&self) -> Result<SyncOptions, FieldError> {
        let known = self.platform.connectivity.clone();
        blocking(move || Ok::<_, FieldError>(options_of(known.as_deref()))).await
    }
}

fn options_of(known: Option<&dyn Connectivity>) -> SyncOptions {
    let network = known.map(Connectivity::network);
    let low_battery = known.is_some_and(|it| it.low_battery().unwrap_or(false));
    let options = if low_battery {
        SyncOptions::frugal()
    } else {
        SyncOptions::default()
    };
    SyncOptions {
        network: match network {
            Some(Ok(Network::Wifi)) => NetworkKind::Wifi,
            _ => NetworkKind::Metered,
        },
        ..options
    }
}

fn observer(listener: Option<Arc<dyn SyncListener>>) -> Arc<dyn SyncObserver> {
    match listener {
        Some(listener) => Arc::new(Pump::to(listener)),
        None => Arc::new(NoObserver),
    }
}
