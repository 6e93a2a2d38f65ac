use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use bytes::Bytes;
use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};
use tokio::fs::File;
use tokio::io::AsyncReadExt as _;
use uuid::Uuid;
use wangge_domain::{TenantId, Timestamp};

use super::begun::is_note;
use super::part_file::PartFile;
use super::segments::Segments;
use super::store::BlobError;

/// Bytes moved at a time.
const CHUNK: usize = 256 * 1024;

/// No request takes so long.
const BEGUN_MS: i64 = 86_400_000;

/// Where the bytes of an upload wait until it is whole.
pub(super) enum Staging {
    /// One file per upload, in a folder of this machine.
    Folder(PathBuf),
    /// Objects beside the blobs, which every relay sees. The folder holds what one request
    /// brings, until it is known to count.
    Objects(PathBuf, Segments),
}

/// What one request brings.
pub(super) struct Incoming {
    pub(super) file: PartFile,
    path: PathBuf,
    at: u64,
}

impl Staging {
    fn folder(&self) -> &Path {
        match self {
            Self::Folder(folder) | Self::Objects(folder, _) => folder,
        }
    }

    /// The file of an upload on this machine.
    pub(super) fn file(&self, upload: Uuid) -> PathBuf {
        self.folder().join(format!("{}.part", upload.simple()))
    }

    /// Ready for bytes that begin at `at`.
    pub(super) async fn receive(&self, upload: Uuid, at: u64) -> std::io::Result<Incoming> {
        let (path, start) = match self {
            Self::Folder(_) => (self.file(upload), at),
            // Two relays may hold the same upload at a time: each collects for itself.
            Self::Objects(folder, _) => {
                let mine = Uuid::from_bytes(rand::random());
                let name = format!("{}-{}.part", upload.simple(), mine.simple());
                (folder.join(name), 0)
            }
        };
        Ok(Incoming {
            file: PartFile::open(&path, start).await?,
            path,
            at,
        })
    }

    /// Makes what came durable; the upload may then be said to stand at `end`.
    pub(super) async fn keep(
        &self,
        tenant: TenantId,
        upload: Uuid,
        came: Incoming,
        end: u64,
    ) -> Result<(), BlobError> {
        let Self::Objects(_, segments) = self else {
            return Ok(came.file.finish(end).await?);
        };
        came.file.finish(end - came.at).await?;
        if came.at < end {
            let bytes = read_file(&came.path).await?;
            segments.put(tenant, upload, came.at..end, bytes).await?;
        }
        remove(&came.path).await?;
        Ok(())
    }

    /// Drops what came: none of it counts.
    pub(super) async fn discard(&self, came: Incoming) -> std::io::Result<()> {
        match self {
            Self::Folder(_) => came.file.finish(came.at).await,
            Self::Objects(..) => {
                drop(came.file);
                remove(&came.path).await
            }
        }
    }

    /// All bytes of an upload that is whole.
    pub(super) async fn read(
        &self,
        tenant: TenantId,
        upload: Uuid,
        length: u64,
    ) -> Result<BoxStream<'static, Result<Bytes, BlobError>>, BlobError> {
        match self {
            Self::Folder(_) => read_file(&self.file(upload)).await,
            Self::Objects(_, segments) => segments.read(tenant, upload, length).await,
        }
    }

    /// Removes what a relay that was killed had only begun to collect: files of this machine that
    /// nobody has written for a day, but for notes of what was begun in the store. Where files are the uploads themselves, nothing.
    pub(super) async fn sweep_begun(&self, now: Timestamp) -> std::io::Result<()> {
        let Self::Objects(folder, _) = self else {
            return Ok(());
        };
        let mut entries = tokio::fs::read_dir(folder).await?;
        while let Some(entry) = entries.next_entry().await? {
            if is_note(&entry.path()) {
                continue;
            }
            let written = entry.metadata().await?.modified()?;
            let written = written.duration_since(UNIX_EPOCH).unwrap_or_default();
            let age = now.0 - i64::try_from(written.as_millis()).unwrap_or(i64::MAX);
            if age > BEGUN_MS {
                remove(&entry.path()).await?;
            }
        }
        Ok(())
    }

    /// Removes everything of an upload.
    pub(super) async fn forget(&self, tenant: TenantId, upload: Uuid) -> Result<(), BlobError> {
        match self {
            Self::Folder(_) => Ok(remove(&self.file(upload)).await?),
            Self::Objects(_, segments) => segments.remove(tenant, upload).await,
        }
    }
}

/// The bytes of a file, piece by piece.
pub(super) async fn read_file(
    path: &Path,
) -> Result<BoxStream<'static, Result<Bytes, BlobError>>, BlobError> {
    let file = File::open(path).await?;
    let pieces = stream::try_unfold(file, |mut file| async move {
        let mut buffer = vec![0_u8; CHUNK];
        let read = file.read(&mut buffer).await?;
        buffer.truncate(read);
        Ok::<_, BlobError>((read > 0).then(|| (Bytes::from(buffer), file)))
    });
    Ok(pieces.boxed())
}

pub(super) async fn remove(path: &Path) -> std::io::Result<()> {
    match tokio::fs::remove_file(path).await {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
