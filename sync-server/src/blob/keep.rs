use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use wangge_domain::Digest;

use super::part_file::PartFile;
use super::{Blobs, UploadError};
use crate::http::ApiError;
use crate::tenant::Tenant;

impl Blobs {
    /// Keeps bytes that the relay itself has: durable and verified before it returns their hash.
    pub(crate) async fn keep(&self, tenant: &Tenant, bytes: &[u8]) -> Result<Digest, ApiError> {
        self.keep_part(tenant, bytes)
            .await
            .map_err(|error| match error {
                UploadError::Store(error) => error.into(),
                other => {
                    tracing::error!(error = %other, "bytes of the relay's own cannot be kept");
                    ApiError::internal()
                }
            })
    }

    async fn keep_part(&self, tenant: &Tenant, bytes: &[u8]) -> Result<Digest, UploadError> {
        self.has_space()?;
        let digest = Digest(Sha256::digest(bytes).into());
        let path = self.part(Uuid::from_bytes(rand::random()));
        let mut file = PartFile::open(&path, 0).await?;
        file.append(bytes).await?;
        file.finish(bytes.len() as u64).await?;
        let size = self.put_file(tenant.id(), digest, &path).await?;
        tokio::fs::remove_file(&path).await?;
        self.count(tenant, digest, size).await?;
        Ok(digest)
    }
}
