use std::sync::Arc;

use wangge_mobile_core as core;
use wangge_mobile_core::SystemRandom;

use super::{Field, parts};
use crate::boundary::{blocking, short};
use crate::error::FieldError;
use crate::platform::Platform;
use crate::records::WorkerFolder;

/// The people who share this phone（共用手机）: each with a folder, keys, a lease and a chain of their
/// own.
#[derive(uniffi::Object)]
pub struct Workers {
    workers: core::Workers,
}

#[uniffi::export]
impl Workers {
    /// The people of a folder.
    #[uniffi::constructor]
    pub fn new(root: String) -> Result<Arc<Self>, FieldError> {
        short(|| {
            let workers = core::Workers::new(root);
            Ok::<_, FieldError>(Arc::new(Self { workers }))
        })
    }

    /// All of them（本机人员）.
    pub fn list(&self) -> Result<Vec<WorkerFolder>, FieldError> {
        short(|| {
            let list = self.workers.list()?;
            Ok::<_, FieldError>(list.into_iter().map(Into::into).collect())
        })
    }

    /// Makes a place for somebody, who then enrolls（添加人员）.
    pub fn add(&self, label: String) -> Result<WorkerFolder, FieldError> {
        short(|| Ok::<_, FieldError>(self.workers.add(&label)?.into()))
    }

    /// Opens somebody's data; close those of the one before first（切换人员）.
    pub async fn open(&self, slot: u32, platform: Platform) -> Result<Arc<Field>, FieldError> {
        let workers = self.workers.clone();
        blocking(move || {
            let (vault, clock) = parts(&platform);
            let core = workers.open(slot, vault, clock, Arc::new(SystemRandom))?;
            Ok::<_, FieldError>(Field::of(core, platform))
        })
        .await
    }
}
