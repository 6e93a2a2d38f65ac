use std::time::Duration;

use axum::body::Body;
use futures_util::StreamExt as _;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use wangge_domain::{Digest, StreamId};
use wangge_sync_engine::store::StoreError;

use super::store::{BlobError, Blobs};
use crate::http::DeviceCaller;
use crate::store::Upload;
use crate::tenant::Tenant;

/// An upload that got nothing for so long is dropped.
const LIFE_MS: i64 = 7 * 24 * 3_600_000;
/// Uploads that one device may have open.
const MAX_OPEN: u64 = 128;
/// A body that sends nothing for so long has ended.
const SILENCE: Duration = Duration::from_secs(30);

/// What a creation asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NewUpload {
    pub(crate) digest: Digest,
    pub(crate) stream: StreamId,
    pub(crate) role: String,
    pub(crate) length: u64,
}

/// Why an upload does not go on. What was kept is said by the offset that a `HEAD` tells.
#[derive(Debug, thiserror::Error)]
pub(crate) enum UploadError {
    /// No such upload of this device.
    #[error("no such upload")]
    Unknown,
    /// The bytes do not begin where the upload stands.
    #[error("the upload stands at {0}")]
    Offset(u64),
    /// More bytes than were announced.
    #[error("more bytes than announced")]
    TooLong,
    /// The bytes of this request do not have their checksum: none of them count.
    #[error("the checksum does not match")]
    Checksum,
    /// The finished bytes do not have the announced hash: the upload is gone.
    #[error("the finished bytes do not have the announced hash")]
    WrongHash,
    /// The device has too many open.
    #[error("too many uploads are open")]
    TooMany,
    /// Another request is at work on it and does not let go.
    #[error("another request is at work on it")]
    Locked,
    /// The index failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The disk or the blob store failed.
    #[error(transparent)]
    Blob(BlobError),
}

impl From<BlobError> for UploadError {
    fn from(error: BlobError) -> Self {
        match error {
            BlobError::Part(error) => error.into(),
            other => Self::Blob(other),
        }
    }
}

impl From<std::io::Error> for UploadError {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::StorageFull {
            return Self::Store(StoreError::DiskFull);
        }
        Self::Blob(BlobError::Part(error))
    }
}

/// What an upload came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Appended {
    /// Bytes that are on disk for good.
    pub(crate) offset: u64,
    /// The blob is whole and verified.
    pub(crate) is_complete: bool,
    /// When it is dropped if nothing more comes.
    pub(crate) expires_at: wangge_domain::Timestamp,
}

impl Blobs {
    /// Begins an upload.
    pub(crate) async fn begin(
        &self,
        tenant: &Tenant,
        caller: &DeviceCaller,
        new: NewUpload,
    ) -> Result<Upload, UploadError> {
        self.has_space()?;
        // Those that come at the same moment count each other.
        let _alone = self.beginning.lock().await;
        if tenant.database.uploads_of(tenant.id(), caller.device)? >= MAX_OPEN {
            return Err(UploadError::TooMany);
        }
        let upload = Upload {
            upload: Uuid::from_bytes(rand::random()),
            device: caller.device,
            user: caller.user,
            stream: new.stream,
            digest: new.digest,
            role: new.role,
            length: new.length,
            offset: 0,
            expires_at: tenant.now().plus_ms(LIFE_MS),
        };
        let kept = upload.clone();
        let (database, id) = (tenant.database.clone(), tenant.id());
        blocking(move || database.put_upload(id, &kept)).await?;
        Ok(upload)
    }

    /// Where an upload of this device stands.
    pub(crate) async fn status(
        &self,
        tenant: &Tenant,
        caller: &DeviceCaller,
        upload: Uuid,
    ) -> Result<Upload, UploadError> {
        let (database, id) = (tenant.database.clone(), tenant.id());
        let found = blocking(move || database.upload(id, upload)).await?;
        let now = tenant.now();
        found
            .filter(|found| found.device == caller.device && found.user == caller.user)
            .filter(|found| now < found.expires_at && caller.granted.contains(&found.stream))
            .ok_or(UploadError::Unknown)
    }

    /// Appends what a request brings. When it is cut off, what came so far counts, unless it came
    /// under a checksum that can no longer be proven.
    pub(crate) async fn append(
        &self,
        tenant: &Tenant,
        caller: &DeviceCaller,
        upload: Uuid,
        at: u64,
        checksum: Option<Digest>,
        body: Body,
    ) -> Result<Appended, UploadError> {
        let turn = self.turns.take(upload).await.ok_or(UploadError::Locked)?;
        let found = self.status(tenant, caller, upload).await?;
        if found.offset != at {
            return Err(UploadError::Offset(found.offset));
        }
        self.has_space()?;
        let mut came = self.staging.receive(upload, at).await?;
        let (mut hasher, mut offset, mut is_whole) = (Sha256::new(), at, true);
        let mut chunks = body.into_data_stream();
        loop {
            let next = tokio::select! {
                next = tokio::time::timeout(SILENCE, chunks.next()) => next,
                () = turn.superseded() => { is_whole = false; break }
            };
            let chunk = match next {
                Ok(None) => break,
                Ok(Some(Ok(chunk))) => chunk,
                Ok(Some(Err(_))) | Err(_) => {
                    is_whole = false;
                    break;
                }
            };
            if offset + chunk.len() as u64 > found.length {
                self.staging.discard(came).await?;
                return Err(UploadError::TooLong);
            }
            hasher.update(&chunk);
            came.file.append(&chunk).await?;
            offset += chunk.len() as u64;
        }
        if let Some(expected) = checksum
            && (!is_whole || Digest(hasher.finalize().into()) != expected)
        {
            self.staging.discard(came).await?;
            return Err(UploadError::Checksum);
        }
        self.staging.keep(tenant.id(), upload, came, offset).await?;
        let expires_at = tenant.now().plus_ms(LIFE_MS);
        let is_complete = offset == found.length;
        if is_complete {
            // It never stands at its end: a phone that asked after a crash would take the photo
            // for verified.
            self.complete(tenant, &found).await?;
        } else {
            let database = tenant.database.clone();
            blocking(move || database.advance_upload(upload, offset, expires_at)).await?;
        }
        Ok(Appended {
            offset,
            is_complete,
            expires_at,
        })
    }

    /// Puts the finished bytes into the store and verifies them there. Only then does the blob
    /// count.
    async fn complete(&self, tenant: &Tenant, upload: &Upload) -> Result<(), UploadError> {
        let (id, digest) = (tenant.id(), upload.digest);
        let put = async {
            let bytes = self.staging.read(id, upload.upload, upload.length).await?;
            self.put(id, digest, bytes).await
        };
        match put.await {
            Ok(size) => self.count(tenant, digest, size).await?,
            // What is wrong stays wrong: it begins anew.
            Err(BlobError::WrongHash | BlobError::Gap) => {
                self.forget(tenant, upload.upload).await?;
                return Err(UploadError::WrongHash);
            }
            Err(error) => return Err(error.into()),
        }
        self.forget(tenant, upload.upload).await
    }

    /// Ends an upload of this device.
    pub(crate) async fn terminate(
        &self,
        tenant: &Tenant,
        caller: &DeviceCaller,
        upload: Uuid,
    ) -> Result<(), UploadError> {
        let _turn = self.turns.take(upload).await.ok_or(UploadError::Locked)?;
        self.status(tenant, caller, upload).await?;
        self.forget(tenant, upload).await
    }

    async fn forget(&self, tenant: &Tenant, upload: Uuid) -> Result<(), UploadError> {
        let database = tenant.database.clone();
        blocking(move || database.drop_upload(upload)).await?;
        Ok(self.staging.forget(tenant.id(), upload).await?)
    }

    /// Drops uploads that have expired; gives their number.
    pub(crate) async fn sweep(&self, tenant: &Tenant) -> Result<u64, UploadError> {
        let (database, now) = (tenant.database.clone(), tenant.now());
        let expired = blocking(move || database.expired_uploads(now, 256)).await?;
        self.staging.sweep_begun(now).await?;
        if let Some(begun) = &self.begun {
            let ended = begun.sweep(now).await.map_err(BlobError::from)?;
            if ended > 0 {
                tracing::info!(ended, "unfinished objects were given up");
            }
        }
        let mut swept = 0;
        for upload in expired {
            let Some(_turn) = self.turns.take(upload).await else {
                continue;
            };
            self.forget(tenant, upload).await?;
            swept += 1;
        }
        Ok(swept)
    }
}

pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or(Err(StoreError::Closed))
}
