use std::time::Duration;

use tokio_util::sync::CancellationToken;
use wangge_domain::RecordId;
use wangge_protocol::limits::MAX_BLOB_BYTES;

use super::PhotoRole;
use super::photo_bytes::digest_of;
use crate::clock::wall;
use crate::error::CoreError;
use crate::facade::Core;
use crate::http::HttpFailure;
use crate::store::BlobRole;

/// Time for one photo on a slow link.
const TIMEOUT: Duration = Duration::from_secs(120);

impl Core {
    /// The bytes of a photo, from this phone or else from the relay（下载照片）; what was fetched is
    /// verified by its hash and kept encrypted. A file that is damaged here gives way to the good
    /// copy and goes to the trash folder.
    ///
    /// # Errors
    /// [`CoreError::Unreachable`] and the other failures of the network; [`CoreError::PhotoRefused`]
    /// of a damaged file that the relay does not hold.
    pub async fn fetch_photo(
        &self,
        photo: RecordId,
        role: PhotoRole,
        cancel: &CancellationToken,
    ) -> Result<Vec<u8>, CoreError> {
        let here = match self.photo_bytes(photo, role) {
            Err(error @ (CoreError::PhotoNotHere | CoreError::PhotoRefused { .. })) => error,
            other => return other,
        };
        let session = self.session()?;
        let row = self
            .inner
            .store
            .photo_row(photo)?
            .ok_or(CoreError::UnknownRecord)?;
        let client = self.relay_client(&session)?;
        let digest = digest_of(&row, role);
        let most = usize::try_from(MAX_BLOB_BYTES).unwrap_or(usize::MAX);
        let download = async {
            match client.download(digest, most, TIMEOUT, cancel).await {
                // It was never sent: what is wrong with the file here is the news.
                Err(HttpFailure::Refused { status: 404, .. })
                    if matches!(here, CoreError::PhotoRefused { .. }) =>
                {
                    Err(here.clone())
                }
                other => Ok(other?),
            }
        };
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
        self.change(&session, |_| {
            if let Ok(kept) = self.store_blob(&session, photo, stream, (role, &bytes), true) {
                self.name_blobs(vec![kept])?;
                let now = wall(self.clock());
                self.inner.store.set_held(vec![digest], now)?;
            }
            Ok(())
        })?;
        Ok(bytes)
    }
}
