use std::time::Duration;

use tokio_util::sync::CancellationToken;
use wangge_domain::RecordId;
use wangge_protocol::limits::MAX_BLOB_BYTES;

use super::PhotoRole;
use super::photo_bytes::digest_of;
use crate::clock::wall;
use crate::error::CoreError;
use crate::facade::Core;
use crate::store::BlobRole;

/// Time for one photo on a slow link.
const TIMEOUT: Duration = Duration::from_secs(120);

impl Core {
    /// The bytes of a photo, from this phone or else from the relay（下载照片）; what was fetched is
    /// verified by its hash and kept encrypted.
    ///
    /// # Errors
    /// [`CoreError::Unreachable`] and the other failures of the network.
    pub async fn fetch_photo(
        &self,
        photo: RecordId,
        role: PhotoRole,
        cancel: &CancellationToken,
    ) -> Result<Vec<u8>, CoreError> {
        match self.photo_bytes(photo, role) {
            Err(CoreError::PhotoNotHere) => {}
            other => return other,
        }
        let session = self.session()?;
        let row = self
            .inner
            .store
            .photo_row(photo)?
            .ok_or(CoreError::UnknownRecord)?;
        let client = self.relay_client(&session)?;
        let digest = digest_of(&row, role);
        let most = usize::try_from(MAX_BLOB_BYTES).unwrap_or(usize::MAX);
        let download = async { Ok(client.download(digest, most, TIMEOUT, cancel).await?) };
        let bytes = self.inner.life.while_awake(download).await?;
        let stream = self
            .inner
            .store
            .content(photo)?
            .map(|(stream, ..)| stream)
            .ok_or(CoreError::UnknownRecord)?;
        let role = match role {
            PhotoRole::Original => BlobRole::Original,
            PhotoRole::View => BlobRole::View,
            PhotoRole::Thumbnail => BlobRole::Thumbnail,
        };
        // Keeping it is a convenience: without room for it the bytes are shown all the same.
        if let Ok(kept) = self.store_blob(&session, photo, stream, role, &bytes) {
            self.inner.store.add_blobs(vec![kept])?;
            self.inner
                .store
                .set_held(vec![digest], wall(self.clock()))?;
        }
        Ok(bytes)
    }
}
