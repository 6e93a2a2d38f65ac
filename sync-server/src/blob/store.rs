use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use object_store::local::LocalFileSystem;
use object_store::path::Path as ObjectPath;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt as _, WriteMultipart};
use sha2::{Digest as _, Sha256};
use tokio::io::AsyncReadExt as _;
use wangge_domain::{Digest, TenantId};

use super::turns::Turns;
use crate::error::RelayStartError;

/// Bytes moved at a time.
const CHUNK: usize = 256 * 1024;

/// The blob store failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BlobError {
    /// The object store.
    #[error("the blob store failed: {0}")]
    Store(#[from] object_store::Error),
    /// A part file.
    #[error("a part of an upload cannot be read or written: {0}")]
    Part(#[from] std::io::Error),
    /// The bytes that came back out of the store are not those that were put in.
    #[error("the stored bytes do not have their hash")]
    Damaged,
}

/// Verified blobs, and the parts of those that are still on their way.
pub(crate) struct Blobs {
    objects: Arc<dyn ObjectStore>,
    parts: PathBuf,
    pub(super) turns: Turns,
}

impl Blobs {
    /// Blobs in one folder, parts in another.
    pub(crate) fn in_folders(blobs: &Path, parts: &Path) -> Result<Self, RelayStartError> {
        let objects = LocalFileSystem::new_with_prefix(blobs)
            .map_err(|error| RelayStartError::file(blobs, error.to_string()))?
            .with_fsync(true);
        Ok(Self {
            objects: Arc::new(objects),
            parts: parts.to_owned(),
            turns: Turns::default(),
        })
    }

    pub(super) fn part(&self, upload: uuid::Uuid) -> PathBuf {
        self.parts.join(format!("{}.part", upload.simple()))
    }

    /// Bytes of a blob, all of them or a range.
    pub(crate) async fn read(
        &self,
        tenant: TenantId,
        digest: Digest,
        range: Option<std::ops::Range<u64>>,
    ) -> Result<BoxStream<'static, Result<Bytes, object_store::Error>>, BlobError> {
        let options = GetOptions {
            range: range.map(GetRange::Bounded),
            ..GetOptions::default()
        };
        Ok(self
            .objects
            .get_opts(&location(tenant, digest), options)
            .await?
            .into_stream())
    }

    /// Puts a finished part into the store and verifies the hash on what is stored. Returns the
    /// size; [`BlobError::Damaged`] if the store gave back something else.
    pub(super) async fn put(
        &self,
        tenant: TenantId,
        digest: Digest,
        part: &Path,
    ) -> Result<u64, BlobError> {
        let at = location(tenant, digest);
        let mut writer = WriteMultipart::new(self.objects.put_multipart(&at).await?);
        let mut file = tokio::fs::File::open(part).await?;
        let mut buffer = vec![0_u8; CHUNK];
        loop {
            let read = file.read(&mut buffer).await?;
            if read == 0 {
                break;
            }
            writer.wait_for_capacity(2).await?;
            writer.write(&buffer[..read]);
        }
        writer.finish().await?;
        let mut stored = self.read(tenant, digest, None).await?;
        let (mut hasher, mut size) = (Sha256::new(), 0_u64);
        while let Some(chunk) = stored.next().await {
            let chunk = chunk?;
            hasher.update(&chunk);
            size += chunk.len() as u64;
        }
        if Digest(hasher.finalize().into()) != digest {
            return Err(BlobError::Damaged);
        }
        Ok(size)
    }
}

/// Tenants have name spaces of their own: nothing is shared between them.
fn location(tenant: TenantId, digest: Digest) -> ObjectPath {
    let name = digest.to_string();
    let fold = name.get(..2).unwrap_or_default().to_owned();
    ObjectPath::from_iter([tenant.0.simple().to_string(), fold, name])
}

/// The hash of a file.
pub(super) async fn hash_file(path: &Path) -> Result<Digest, std::io::Error> {
    let mut file = tokio::fs::File::open(path).await?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0_u8; CHUNK];
    loop {
        let read = file.read(&mut buffer).await?;
        if read == 0 {
            return Ok(Digest(hasher.finalize().into()));
        }
        hasher.update(&buffer[..read]);
    }
}
