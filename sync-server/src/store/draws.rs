use wangge_domain::draw::{DrawEntry, DrawRecord};
use wangge_domain::{RecordId, TenantId};
use wangge_protocol::PublicKey;
use wangge_sync_engine::store::StoreError;

/// The secret of a draw as it is kept（密封的抽查密值）: no relay opens it without the service key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedSecret {
    /// Public half of the service key that it is sealed by.
    pub key: PublicKey,
    /// The sealed bytes.
    pub sealed: Vec<u8>,
}

/// Records of double random draws（双随机抽查记录）: entries are only ever added.
pub trait DrawStore {
    /// The record of a draw with all its entries so far.
    fn draw(&self, tenant: TenantId, draw: RecordId) -> Result<Option<DrawRecord>, StoreError>;
    /// All draws, the newest first.
    fn draws(&self, tenant: TenantId) -> Result<Vec<(RecordId, DrawRecord)>, StoreError>;
    /// Keeps an announcement and the secret of its draw, both or none, if so many draws of the tenant
    /// were announced before it: what was decided by looking at those still holds then.
    ///
    /// # Errors
    /// [`StoreError::HeadMoved`] if another one was announced meanwhile.
    fn announce_draw(
        &self,
        tenant: TenantId,
        draw: RecordId,
        announcement: &DrawEntry,
        secret: &SealedSecret,
        before: usize,
    ) -> Result<(), StoreError>;
    /// The secret of a draw, if it was announced into this store.
    fn draw_secret(
        &self,
        tenant: TenantId,
        draw: RecordId,
    ) -> Result<Option<SealedSecret>, StoreError>;
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
