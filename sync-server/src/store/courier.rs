use wangge_domain::{DeviceId, Digest, TenantId, Timestamp, UserId};
use wangge_sync_engine::store::StoreError;

/// A letter that was carried here by hand（信使信件）, as far as an answer needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredLetter {
    /// Hash of the letter.
    pub letter: Digest,
    /// Whose device.
    pub device: DeviceId,
    /// Who.
    pub user: UserId,
    /// As the device counts its letters.
    pub number: u64,
    /// When it came first.
    pub imported_at: Timestamp,
    /// CBOR of the letter, envelopes left out.
    pub paper: Vec<u8>,
    /// CBOR of each envelope with what was said of it.
    pub verdicts: Vec<u8>,
}

/// Letters carried by hand.
pub trait CourierStore {
    /// Keeps a letter; one that is known keeps its first time and takes the newer verdicts. Of each
    /// device the newest few stay. True: it is new.
    fn put_letter(&self, tenant: TenantId, letter: &StoredLetter) -> Result<bool, StoreError>;
    /// The letter with the highest number of a device.
    fn newest_letter(
        &self,
        tenant: TenantId,
        device: DeviceId,
    ) -> Result<Option<StoredLetter>, StoreError>;
    /// A letter by its hash.
    fn letter(&self, tenant: TenantId, letter: Digest) -> Result<Option<StoredLetter>, StoreError>;
}
