use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use object_store::local::LocalFileSystem;
use object_store::path::Path as ObjectPath;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt as _};
use sha2::{Digest as _, Sha256};
use wangge_domain::{Digest, TenantId};
use wangge_sync_engine::store::StoreError;

use super::begun::Begun;
use super::s3::{S3Use, open_s3_in_parts};
use super::segments::Segments;
use super::staging::{Staging, read_file};
use super::turns::Turns;
use super::writer::Objects;
use crate::blob_choice::BlobChoice;
use crate::data_folder::DataFolder;
use crate::disk::DiskWatch;
use crate::error::RelayStartError;

/// The blob store failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BlobError {
    /// The object store.
    #[error("the blob store failed: {0}")]
    Store(#[from] object_store::Error),
    /// A part file.
    #[error("a part of an upload cannot be read or written: {0}")]
    Part(#[from] std::io::Error),
    /// Bytes of an upload that were said to be there are not.
    #[error("bytes of an upload are missing")]
    Gap,
    /// The bytes that were to be put do not have the hash that they were announced under. None of
    /// them can be read.
    #[error("the bytes do not have the announced hash")]
    WrongHash,
    /// The bytes that came back out of the store are not those that were put in.
    #[error("the stored bytes do not have their hash")]
    Damaged,
    /// A sweep of orphans is about to take the blob: it has to be put once more.
    #[error("a sweep is at work on the blob")]
    Swept,
}

/// Verified blobs, and the parts of those that are still on their way（照片存储）.
pub(crate) struct Blobs {
    pub(super) objects: Arc<dyn ObjectStore>,
    written: Objects,
    pub(super) begun: Option<Arc<Begun>>,
    pub(super) staging: Staging,
    pub(super) turns: Turns,
    /// Held while an upload is counted and entered.
    pub(super) beginning: tokio::sync::Mutex<()>,
    disk: Option<DiskWatch>,
}

impl Blobs {
    /// The blobs of a data folder, in the store that was chosen.
    pub(crate) fn open(folder: &DataFolder, choice: &BlobChoice) -> Result<Self, RelayStartError> {
        let (objects, begun): (Arc<dyn ObjectStore>, _) = match choice {
            BlobChoice::Folder => {
                let blobs = folder.blobs();
                let objects = LocalFileSystem::new_with_prefix(&blobs)
                    .map_err(|error| RelayStartError::file(&blobs, error.to_string()))?
                    .with_fsync(true);
                (Arc::new(objects), None)
            }
            BlobChoice::S3(choice) => {
                let (objects, parts) = open_s3_in_parts(choice, S3Use::PHOTOS)?;
                (objects, Some(Arc::new(Begun::new(parts, folder.uploads()))))
            }
        };
        let written = Objects::new(Arc::clone(&objects), begun.clone());
        let staging = match choice {
            BlobChoice::Folder => Staging::Folder(folder.uploads()),
            BlobChoice::S3(_) => {
                let segments = Segments::new(Arc::clone(&objects), written.clone());
                Staging::Objects(folder.uploads(), segments)
            }
        };
        Ok(Self {
            objects,
            written,
            begun,
            staging,
            turns: Turns::default(),
            beginning: tokio::sync::Mutex::default(),
            disk: None,
        })
    }

    /// The same, taking nothing more when the disk is nearly full.
    pub(crate) fn watching(mut self, disk: DiskWatch) -> Self {
        self.disk = Some(disk);
        self
    }

    /// Whether there is space for a photo.
    pub(super) fn has_space(&self) -> Result<(), StoreError> {
        match (&self.disk, &self.staging) {
            (None, _) => Ok(()),
            (Some(disk), Staging::Folder(_)) => disk.takes_photos(),
            // Photos lie elsewhere: only what one request brings waits here.
            (Some(disk), Staging::Objects(..)) => disk.takes_pushes(),
        }
    }

    /// The file in which bytes are collected on this machine.
    pub(super) fn part(&self, upload: uuid::Uuid) -> PathBuf {
        self.staging.file(upload)
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

    /// Puts the bytes of a file into the store; see [`Blobs::put`].
    pub(super) async fn put_file(
        &self,
        tenant: TenantId,
        digest: Digest,
        file: &Path,
    ) -> Result<u64, BlobError> {
        self.put(tenant, digest, read_file(file).await?).await
    }

    /// Puts bytes into the store and verifies the hash on what is stored. Returns the size. Bytes
    /// that do not have the hash never become readable ([`BlobError::WrongHash`]), nor do they
    /// replace those that are there; [`BlobError::Damaged`] if the store gave back something else.
    pub(super) async fn put(
        &self,
        tenant: TenantId,
        digest: Digest,
        mut bytes: BoxStream<'static, Result<Bytes, BlobError>>,
    ) -> Result<u64, BlobError> {
        let at = location(tenant, digest);
        let mut writer = self.written.write(at);
        let mut hasher = Sha256::new();
        while let Some(chunk) = bytes.next().await {
            let chunk = match chunk {
                Ok(chunk) => chunk,
                Err(error) => {
                    writer.abort().await?;
                    return Err(error);
                }
            };
            hasher.update(&chunk);
            if let Err(error) = writer.put(chunk).await {
                writer.abort().await?;
                return Err(error.into());
            }
        }
        if Digest(hasher.finalize().into()) != digest && !planted!(SkipPhotoHash) {
            writer.abort().await?;
            return Err(BlobError::WrongHash);
        }
        // Only now is there an object under the name.
        writer.finish().await?;
        let mut stored = self.read(tenant, digest, None).await?;
        let (mut hasher, mut size) = (Sha256::new(), 0_u64);
        while let Some(chunk) = stored.next().await {
            let chunk = chunk?;
            hasher.update(&chunk);
            size += chunk.len() as u64;
        }
        if Digest(hasher.finalize().into()) != digest && !planted!(SkipPhotoHash) {
            return Err(BlobError::Damaged);
        }
        Ok(size)
    }

    /// Whether the store has an object for this blob.
    pub(super) async fn is_there(
        &self,
        tenant: TenantId,
        digest: Digest,
    ) -> Result<bool, BlobError> {
        match self.objects.head(&location(tenant, digest)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

/// Tenants have name spaces of their own: nothing is shared between them.
/// Where the file of a verified blob lies when blobs lie in the data folder.
pub(crate) fn blob_file(folder: &DataFolder, tenant: TenantId, digest: Digest) -> PathBuf {
    folder.blobs().join(location(tenant, digest).as_ref())
}

pub(super) fn location(tenant: TenantId, digest: Digest) -> ObjectPath {
    let name = digest.to_string();
    let fold = name.get(..2).unwrap_or_default().to_owned();
    ObjectPath::from_iter([tenant.0.simple().to_string(), fold, name])
}
