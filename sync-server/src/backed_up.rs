use wangge_domain::Timestamp;
use wangge_sync_engine::store::StoreError;

use crate::tenant::Tenant;

/// Setting that holds when the last backup was begun that was read back and found good.
const BACKED_UP_KEY: &str = "backed_up";

impl Tenant {
    /// What was held before this time lies in a verified backup（备份覆盖到）; `None`: there is none.
    pub(crate) fn backed_up(&self) -> Result<Option<Timestamp>, StoreError> {
        let text = self.database.setting(self.id(), BACKED_UP_KEY)?;
        Ok(text.and_then(|text| text.parse().ok()).map(Timestamp))
    }

    /// Notes that a backup begun at this time was verified.
    pub(crate) fn note_backed_up(&self, begun: Timestamp) -> Result<(), StoreError> {
        let text = begun.0.to_string();
        self.database.set_setting(self.id(), BACKED_UP_KEY, &text)
    }
}
