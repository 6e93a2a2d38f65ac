use std::path::{Path, PathBuf};

use uuid::Uuid;
use wangge_domain::Digest;

use super::{Blobs, UploadError};
use crate::error::RelayStartError;
use crate::own_runtime::wait_for;
use crate::tenant::Tenant;

impl Blobs {
    /// Where a photo that came by hand may be collected.
    pub(crate) fn fresh_part(&self, id: Uuid) -> PathBuf {
        self.part(id)
    }

    /// Puts a photo that came by hand into the store, verified there like any other. Blocks: never
    /// to be called on a thread that serves.
    pub(crate) fn take_carried(
        &self,
        tenant: &Tenant,
        digest: Digest,
        part: &Path,
    ) -> Result<(), RelayStartError> {
        let failed = |error: String| RelayStartError::file(part, error);
        let put = async {
            let size = self.put_file(tenant.id(), digest, part).await?;
            self.count(tenant, digest, size).await
        };
        wait_for::<_, UploadError>(put).map_err(failed)?;
        std::fs::remove_file(part).map_err(|error| failed(error.to_string()))
    }
}
