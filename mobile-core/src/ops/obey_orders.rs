use wangge_domain::control::DeviceOrder;
use wangge_sync_engine::store::ClientStore as _;

use crate::error::CoreError;
use crate::facade::{Core, poisoned};
use crate::opening::io_error;
use crate::store::BlobRole;

impl Core {
    /// Carries out an order to wipe（同步后清除）once nothing waits to be sent any more, photos
    /// included: the keys first, so that what is left on the disk is noise. True: it is done.
    pub(crate) fn obey_wipe(&self) -> Result<bool, CoreError> {
        let session = self.session_even_locked()?;
        if session.order != Some(DeviceOrder::WipeAfterSync) {
            return Ok(false);
        }
        let store = &self.inner.store;
        let roles = [BlobRole::Thumbnail, BlobRole::View, BlobRole::Original];
        let drained = store.outbox_len()? == 0
            && store.drafts(1)?.is_empty()
            && store.blobs_to_send(&roles, 1)?.is_empty();
        if !drained {
            return Ok(false);
        }
        {
            let mut keyring = self.inner.keyring.lock().map_err(|_| poisoned())?;
            keyring.destroy(self.inner.vault.as_ref())?;
        }
        if store.pause() {
            self.inner.life.unlock();
        }
        *self.inner.session.write().map_err(|_| poisoned())? = None;
        let config = &self.inner.config;
        let database = config.database();
        for name in [
            "wangge.db-wal",
            "wangge.db-shm",
            "wangge.reserve",
            "wangge.spare",
        ] {
            let _may_not_be_there = std::fs::remove_file(config.folder.join(name));
        }
        std::fs::remove_file(database).map_err(io_error)?;
        for folder in [
            config.blobs(),
            config.blobs().with_extension("trash"),
            config.set_aside(),
            config.outgoing(),
        ] {
            // Without the keys these are noise: what stays does no harm.
            let _may_not_be_there = std::fs::remove_dir_all(folder);
        }
        Ok(true)
    }
}
