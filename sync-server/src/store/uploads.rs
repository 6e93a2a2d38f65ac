use std::collections::BTreeSet;

use uuid::Uuid;
use wangge_domain::{DeviceId, Digest, RecordId, StreamId, TenantId, Timestamp, UserId};
use wangge_sync_engine::store::StoreError;

use super::Reach;

/// An upload that is under way（断点续传）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Its id, part of its address.
    pub upload: Uuid,
    /// Whose device.
    pub device: DeviceId,
    /// Who.
    pub user: UserId,
    /// The stream whose rows will name the blob.
    pub stream: StreamId,
    /// SHA-256 the finished bytes must have.
    pub digest: Digest,
    /// `original`, `view` or `thumbnail`.
    pub role: String,
    /// Bytes in all.
    pub length: u64,
    /// Bytes that are on disk for good.
    pub offset: u64,
    /// When it is dropped.
    pub expires_at: Timestamp,
}

/// Uploads under way.
pub trait UploadStore {
    /// Begins one.
    fn put_upload(&self, tenant: TenantId, upload: &Upload) -> Result<(), StoreError>;
    /// One by its id.
    fn upload(&self, tenant: TenantId, upload: Uuid) -> Result<Option<Upload>, StoreError>;
    /// How many a device has open.
    fn uploads_of(&self, tenant: TenantId, device: DeviceId) -> Result<u64, StoreError>;
    /// Moves the offset and the expiry.
    fn advance_upload(
        &self,
        upload: Uuid,
        offset: u64,
        expires_at: Timestamp,
    ) -> Result<(), StoreError>;
    /// Forgets one.
    fn drop_upload(&self, upload: Uuid) -> Result<(), StoreError>;
    /// Those that have expired, at most `limit`.
    fn expired_uploads(&self, now: Timestamp, limit: u32) -> Result<Vec<Uuid>, StoreError>;
}

/// Verified blobs and who may read them.
pub trait BlobStore {
    /// Records a blob whose stored bytes were verified. A photo whose original it is, is awaited no
    /// more.
    fn put_blob(
        &self,
        tenant: TenantId,
        digest: Digest,
        size: u64,
        now: Timestamp,
    ) -> Result<(), StoreError>;
    /// Photos that name an original which is not held, by id after `after`, at most `limit`.
    fn photos_unsent(
        &self,
        tenant: TenantId,
        after: RecordId,
        limit: u32,
    ) -> Result<Vec<RecordId>, StoreError>;
    /// Notes that a record awaits a photo, unless an original of it is held.
    fn await_photo(
        &self,
        tenant: TenantId,
        photo: RecordId,
        target: RecordId,
    ) -> Result<(), StoreError>;
    /// The size of a blob if it is held and an accepted row that the caller may read names it.
    fn readable_blob(
        &self,
        tenant: TenantId,
        digest: Digest,
        reach: &Reach,
    ) -> Result<Option<u64>, StoreError>;
    /// The size of a blob if it is held at all. For the relay's own use: it must never decide
    /// what a caller learns.
    fn held_blob(&self, tenant: TenantId, digest: Digest) -> Result<Option<u64>, StoreError>;
    /// Blobs that blanked rows named and that no record names any more（已涂销照片）: their objects go
    /// without grace, and into no backup. For the relay's own use.
    fn blanked_blobs(&self, tenant: TenantId) -> Result<BTreeSet<Digest>, StoreError>;
}
