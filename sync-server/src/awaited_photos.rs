use std::sync::atomic::Ordering;

use wangge_domain::RecordId;
use wangge_domain::inspection::photo_keys;
use wangge_sync_engine::store::StoreError;

use crate::store::ListQuery;
use crate::survey::content;
use crate::tenant::Tenant;

/// Photos looked up at once.
const PAGE: u32 = 1_000;
/// Setting that says that the photos of before are noted.
const NOTED: &str = "awaited_photos_noted";

impl Tenant {
    /// How many a whole list would hold.
    pub(crate) fn count_listed(&self, query: &ListQuery) -> Result<u64, StoreError> {
        if query.awaits_photos {
            self.note_awaited_photos()?;
        }
        self.database.count_listed(self.id(), query)
    }

    /// Notes, once, the photos（等待照片）that came before they were noted as they come: whose original is
    /// not held, and which record each shows.
    pub(crate) fn note_awaited_photos(&self) -> Result<(), StoreError> {
        if self.awaited_known.load(Ordering::Acquire) {
            return Ok(());
        }
        let (database, tenant) = (&self.database, self.id());
        if database.setting(tenant, NOTED)?.is_none() {
            let mut after = RecordId::from_bytes([0; 16]);
            loop {
                let page = database.photos_unsent(tenant, after, PAGE)?;
                let Some(last) = page.last() else {
                    break;
                };
                after = *last;
                let store = database.turn(tenant)?;
                for photo in page {
                    let shown = match content(store.as_ref(), photo) {
                        // One damaged record blocks nothing but itself.
                        Err(StoreError::Corrupt(_)) => continue,
                        read => read?,
                    };
                    let target = shown.text(photo_keys::TARGET).map(str::parse::<RecordId>);
                    if let Some(Ok(target)) = target {
                        database.await_photo(tenant, photo, target)?;
                    }
                }
            }
            database.set_setting(tenant, NOTED, "1")?;
        }
        self.awaited_known.store(true, Ordering::Release);
        Ok(())
    }
}
