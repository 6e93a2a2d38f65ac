//! When devices were heard from last（最近同步）.

use wangge_domain::{DeviceId, Timestamp, UserId};
use wangge_sync_engine::store::StoreError;

use crate::tenant::Tenant;

/// Times closer together than this are not written down.
const STEP_MS: i64 = 10 * 60_000;

fn key(device: DeviceId, user: UserId) -> String {
    format!("seen/{device}/{user}")
}

impl Tenant {
    /// Remembers that a device was heard from.
    pub(crate) fn note_seen(&self, device: DeviceId, user: UserId) -> Result<(), StoreError> {
        let now = self.now();
        let last = self.seen_at(device, user);
        if last.is_some_and(|last| now.0 - last.0 < STEP_MS) {
            return Ok(());
        }
        let (key, value) = (key(device, user), now.0.to_string());
        self.database.set_setting(self.id(), &key, &value)
    }

    /// When it was heard from last, as far as this is kept.
    pub(crate) fn seen_at(&self, device: DeviceId, user: UserId) -> Option<Timestamp> {
        let text = self.database.setting(self.id(), &key(device, user));
        text.ok().flatten()?.parse().ok().map(Timestamp)
    }
}
