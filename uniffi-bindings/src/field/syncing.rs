use std::sync::Arc;
use std::time::{Duration, Instant};

use wangge_mobile_core::{NoObserver, SyncObserver};

use super::{Field, Watch};
use crate::boundary::{long, short};
use crate::error::FieldError;
use crate::platform::{NewsListener, Pump, SyncListener};
use crate::records::{BackgroundSync, SyncReport};
use crate::surroundings::LIMIT;

#[uniffi::export]
impl Field {
    /// Syncs with the relay（同步）: records first, then photos. Cut off at any time it goes on with
    /// the next call. What fails on the network is told in the report.
    pub async fn sync(
        &self,
        listener: Option<Arc<dyn SyncListener>>,
    ) -> Result<SyncReport, FieldError> {
        let (core, around) = (self.core.clone(), self.around.clone());
        long(|cancel| async move {
            let options = around.options(LIMIT).await;
            let report = core.sync(&options, observer(listener), &cancel).await?;
            Ok::<SyncReport, FieldError>(report.into())
        })
        .await
    }

    /// Syncs for at most so many milliseconds（限时后台同步）: the one call for WorkManager or
    /// BGTaskScheduler.
    pub async fn sync_within(&self, limit_ms: u64) -> Result<BackgroundSync, FieldError> {
        let (core, around) = (self.core.clone(), self.around.clone());
        long(|cancel| async move {
            let (begun, limit) = (Instant::now(), Duration::from_millis(limit_ms));
            let options = around.options(limit).await;
            let left = limit.saturating_sub(begun.elapsed());
            let done = core
                .sync_within(left, &options, observer(None), &cancel)
                .await?;
            Ok::<BackgroundSync, FieldError>(done.into())
        })
        .await
    }

    /// Listens for news while the app is open（监听新内容）, until the handle is stopped.
    pub fn watch(&self, listener: Arc<dyn NewsListener>) -> Result<Arc<Watch>, FieldError> {
        short(|| Ok::<_, FieldError>(Watch::start(self.core.clone(), listener)))
    }
}

fn observer(listener: Option<Arc<dyn SyncListener>>) -> Arc<dyn SyncObserver> {
    match listener {
        Some(listener) => Arc::new(Pump::to(listener)),
        None => Arc::new(NoObserver),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boundary::runtime;
    use crate::platform::{CallbackError, Connectivity, KeyVault, Network, Platform, VaultError};
    use crate::records::Settings;

    /// Keeps secrets as they are: for this test alone.
    struct Plain;

    impl KeyVault for Plain {
        fn wrap(&self, _: String, secret: Vec<u8>) -> Result<Vec<u8>, VaultError> {
            Ok(secret)
        }

        fn unwrap(&self, _: String, wrapped: Vec<u8>) -> Result<Vec<u8>, VaultError> {
            Ok(wrapped)
        }

        fn destroy(&self, _: String) -> Result<(), VaultError> {
            Ok(())
        }

        fn instance_nonce(&self) -> Result<Vec<u8>, VaultError> {
            Ok(vec![7; 32])
        }
    }

    /// Never answers.
    struct Silent;

    impl Connectivity for Silent {
        fn network(&self) -> Result<Network, CallbackError> {
            loop {
                std::thread::park();
            }
        }

        fn low_battery(&self) -> Result<bool, CallbackError> {
            Ok(false)
        }
    }

    #[test]
    fn a_platform_that_never_answers_is_waited_for_within_the_limit() {
        let folder = format!("wangge-syncing-{}", std::process::id());
        let folder = std::env::temp_dir().join(folder);
        let settings = Settings {
            folder: folder.to_string_lossy().into_owned(),
            label: "测试手机📱".to_owned(),
        };
        let platform = Platform {
            vault: Arc::new(Plain),
            clock: None,
            connectivity: Some(Arc::new(Silent)),
            protection: None,
        };
        let field = runtime().block_on(Field::open(settings, platform)).unwrap();
        let begun = Instant::now();
        let _not_enrolled = runtime().block_on(field.sync_within(50));
        let took = begun.elapsed();
        assert!(took < LIMIT / 2, "{took:?}");
        runtime().block_on(field.close_data()).unwrap();
        std::fs::remove_dir_all(folder).unwrap();
    }
}
