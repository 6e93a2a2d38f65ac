use wangge_domain::Digest;

use super::orphans::is_being_swept;
use super::upload::blocking;
use super::{BlobError, Blobs, UploadError};
use crate::tenant::Tenant;

impl Blobs {
    /// Enters a blob whose stored bytes were verified: from now on it counts.
    ///
    /// A sweep may have found the object before it was entered. It says what it is about to
    /// remove, then looks at the index, then removes; this enters, then looks at what the sweep
    /// says, then at the object. So one of the two always sees the other.
    pub(super) async fn count(
        &self,
        tenant: &Tenant,
        digest: Digest,
        size: u64,
    ) -> Result<(), UploadError> {
        let (database, id, now) = (tenant.database.clone(), tenant.id(), tenant.now());
        let is_swept = blocking(move || {
            database.put_blob(id, digest, size, now)?;
            is_being_swept(database.as_ref(), id, digest)
        })
        .await?;
        if is_swept || !self.is_there(tenant.id(), digest).await? {
            return Err(BlobError::Swept.into());
        }
        Ok(())
    }
}
