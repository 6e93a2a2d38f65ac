use wangge_domain::draw::{DrawEntry, DrawRecord};
use wangge_domain::{RecordId, TenantId};
use wangge_sync_engine::store::StoreError;

/// Records of double random draws（双随机抽查记录）: entries are only ever added.
pub trait DrawStore {
    /// The record of a draw with all its entries so far.
    fn draw(&self, tenant: TenantId, draw: RecordId) -> Result<Option<DrawRecord>, StoreError>;
    /// All draws, the newest first.
    fn draws(&self, tenant: TenantId) -> Result<Vec<(RecordId, DrawRecord)>, StoreError>;
    /// Adds the entry that follows at this place, from 0.
    ///
    /// # Errors
    /// [`StoreError::HeadMoved`] if another one stands there already.
    fn add_draw_entry(
        &self,
        tenant: TenantId,
        draw: RecordId,
        place: usize,
        entry: &DrawEntry,
    ) -> Result<(), StoreError>;
}
