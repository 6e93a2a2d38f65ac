use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use tokio_util::sync::CancellationToken;
use wangge_domain::{Digest, RecordId};

use crate::clock::wall;
use crate::error::CoreError;
use crate::facade::Core;
use crate::http::{BegunUpload, UploadRequest};
use crate::opening::io_error;
use crate::protection::FileProtection;
use crate::store::BlobToSend;
use crate::sync::{SyncOptions, roles};

/// Smaller blobs travel in one request of a sync.
const LEAST_BYTES: u64 = 64 * 1024;
/// How long a blob is left to the operating system before a sync sends it again.
const TRUST_MS: u64 = 24 * 3_600_000;
/// Bytes read and written at once.
const PIECE: usize = 256 * 1024;

/// An upload for the operating system's own uploader（系统上传任务）, which goes on when the app does
/// not run: `URLSession` in the background, or a job with an HTTP client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OsUpload {
    /// The blob, by the hash of its bytes; names the task.
    pub digest: Digest,
    /// The photo.
    pub photo: RecordId,
    /// Always `PATCH`.
    pub method: &'static str,
    /// Where to send it.
    pub url: String,
    /// Headers to send with it. One holds the session: keep them out of logs.
    pub headers: Vec<(String, String)>,
    /// SHA-256 of the relay's SubjectPublicKeyInfo: trust this key and no other.
    pub pin: Digest,
    /// File with the body, plain: guarded by [`FileProtection`], deleted by
    /// [`Core::upload_finished`].
    pub body: PathBuf,
    /// Bytes of the body.
    pub length: u64,
}

impl Core {
    /// Begins uploads of photos at the relay and writes their bodies for the operating system's
    /// uploader（移交系统上传）. A sync leaves them alone for a day, and so does the next call: it gives
    /// what was not handed over yet. One that the operating system does not know any more is given
    /// again after [`Core::upload_finished`]; what had arrived is not sent again.
    ///
    /// # Errors
    /// The failures of the network, [`CoreError::DiskFull`], [`CoreError::Paused`]; what was
    /// begun goes on with the next call.
    pub async fn prepare_uploads(
        &self,
        most: usize,
        options: &SyncOptions,
        protection: &dyn FileProtection,
        cancel: &CancellationToken,
    ) -> Result<Vec<OsUpload>, CoreError> {
        self.inner
            .life
            .while_awake(self.prepare(most, options, protection, cancel))
            .await
    }

    async fn prepare(
        &self,
        most: usize,
        options: &SyncOptions,
        protection: &dyn FileProtection,
        cancel: &CancellationToken,
    ) -> Result<Vec<OsUpload>, CoreError> {
        let session = self.session_even_locked()?;
        let client = self.relay_client(&session)?;
        // Two callers at once would write, and hand over, the same body.
        let _turn = self.inner.preparing.lock().await;
        let handed_over = self.handed_over();
        let waiting = self
            .inner
            .store
            .blobs_to_send(&roles(self, options)?, usize::MAX)?;
        let mut list = Vec::new();
        for to_send in waiting {
            if list.len() == most {
                break;
            }
            let digest = to_send.blob.digest;
            // The body of one that is on its way stays where it is.
            if to_send.blob.length <= LEAST_BYTES || handed_over.contains(&digest) {
                continue;
            }
            let request = UploadRequest {
                digest,
                length: to_send.blob.length,
                stream: to_send.blob.stream,
                role: to_send.blob.role.as_str(),
                resume: to_send.upload.clone(),
            };
            match client.begin_upload(&request, cancel).await? {
                BegunUpload::Held => {
                    let at = wall(self.clock());
                    self.inner.store.set_held(vec![digest], at)?;
                    self.drop_body(digest);
                }
                BegunUpload::At { address, offset } => {
                    if to_send.upload.as_ref() != Some(&address) {
                        self.inner.store.set_upload(digest, Some(address.clone()))?;
                    }
                    let (body, sum) = self.write_body(&to_send, offset, protection)?;
                    let (url, headers) = client.patch_by_others(&address, offset, sum)?;
                    list.push(OsUpload {
                        digest,
                        photo: to_send.blob.photo,
                        method: "PATCH",
                        url,
                        headers,
                        pin: self.pin()?,
                        body,
                        length: to_send.blob.length - offset,
                    });
                }
            }
        }
        if let Some(token) = client.token() {
            let token = vec![("token", token.into_bytes())];
            self.inner.store.set_settings(token)?;
        }
        Ok(list)
    }

    /// The operating system says that an upload has ended（系统上传结束）, well or badly: deletes its body
    /// and asks the relay what it holds. True: it holds the photo. Called again it does no harm.
    ///
    /// # Errors
    /// The failures of the network: the body is gone, and the next sync finds out.
    pub async fn upload_finished(
        &self,
        digest: Digest,
        cancel: &CancellationToken,
    ) -> Result<bool, CoreError> {
        self.drop_body(digest);
        self.inner
            .life
            .while_awake(async {
                let session = self.session_even_locked()?;
                let Some(blob) = self.inner.store.blob(digest)? else {
                    return Err(CoreError::UnknownRecord);
                };
                if blob.held_at.is_some() {
                    return Ok(true);
                }
                let client = self.relay_client(&session)?;
                let request = UploadRequest {
                    digest,
                    length: blob.length,
                    stream: blob.stream,
                    role: blob.role.as_str(),
                    resume: self.inner.store.upload_of(digest)?,
                };
                match client.begin_upload(&request, cancel).await? {
                    BegunUpload::Held => {
                        let at = wall(self.clock());
                        self.inner.store.set_held(vec![digest], at)?;
                        Ok(true)
                    }
                    BegunUpload::At { address, .. } => {
                        self.inner.store.set_upload(digest, Some(address))?;
                        Ok(false)
                    }
                }
            })
            .await
    }

    /// Uploads handed over that have not ended yet（未结束的系统上传）, also those of before the app was
    /// killed: compare them with the tasks the operating system knows.
    #[must_use]
    pub fn waiting_uploads(&self) -> Vec<Digest> {
        self.bodies()
            .into_iter()
            .map(|(digest, _)| digest)
            .collect()
    }

    /// Blobs that the operating system has had for less than a day.
    pub(crate) fn handed_over(&self) -> BTreeSet<Digest> {
        let now = self.clock().wall_ms();
        self.bodies()
            .into_iter()
            .filter(|(_, since)| now.abs_diff(*since) < TRUST_MS)
            .map(|(digest, _)| digest)
            .collect()
    }

    /// Deletes what was half written when the app was killed. Only when it opens: later somebody
    /// may be writing it.
    pub(crate) fn sweep_unfinished(&self) {
        for path in files(&self.inner.config.outgoing()) {
            if named(&path).is_none() {
                // One that stays is found again at the next start.
                let _stays = std::fs::remove_file(path);
            }
        }
    }

    /// Deletes the bodies of what is no longer waited for.
    pub(crate) fn sweep_bodies(&self) -> Result<(), CoreError> {
        for (digest, _) in self.bodies() {
            let blob = self.inner.store.blob(digest)?;
            if blob.is_none_or(|blob| blob.held_at.is_some()) {
                self.drop_body(digest);
            }
        }
        Ok(())
    }

    fn write_body(
        &self,
        to_send: &BlobToSend,
        offset: u64,
        protection: &dyn FileProtection,
    ) -> Result<(PathBuf, Digest), CoreError> {
        let session = self.session_even_locked()?;
        let mut reader = self.open_blob(&session, &to_send.blob)?;
        let folder = self.inner.config.outgoing();
        std::fs::create_dir_all(&folder).map_err(io_error)?;
        self.drop_body(to_send.blob.digest);
        let name = format!("{}-{}", to_send.blob.digest, self.clock().wall_ms());
        let path = folder.join(name);
        let unfinished = path.with_extension("part");
        let mut file = std::fs::File::create(&unfinished).map_err(io_error)?;
        protection.protect(&unfinished).map_err(io_error)?;
        let mut hasher = Sha256::new();
        let mut at = offset;
        while at < to_send.blob.length {
            let piece = reader.read_at(at, PIECE)?;
            if piece.is_empty() {
                return Err(CoreError::PhotoNotHere);
            }
            hasher.update(&piece);
            file.write_all(&piece).map_err(io_error)?;
            at += piece.len() as u64;
        }
        file.sync_all().map_err(io_error)?;
        std::fs::rename(&unfinished, &path).map_err(io_error)?;
        Ok((path, Digest(hasher.finalize().into())))
    }

    fn pin(&self) -> Result<Digest, CoreError> {
        let keyring = self.inner.keyring.lock();
        let keyring = keyring.map_err(|_| crate::facade::poisoned())?;
        let card = keyring.card.as_ref().ok_or(CoreError::NotEnrolled)?;
        Ok(card.pin)
    }

    fn drop_body(&self, digest: Digest) {
        let name = digest.to_string();
        for path in files(&self.inner.config.outgoing()) {
            let own = path.file_name().and_then(|it| it.to_str());
            if own.is_some_and(|own| own.starts_with(&name)) {
                // One that stays is found again by the next sweep.
                let _stays = std::fs::remove_file(path);
            }
        }
    }

    /// Bodies on the disk: blob, and since when. What is being written is none yet.
    fn bodies(&self) -> Vec<(Digest, i64)> {
        files(&self.inner.config.outgoing())
            .iter()
            .filter_map(|path| named(path))
            .collect()
    }
}

/// What the name of a whole body says: blob, and since when.
fn named(path: &Path) -> Option<(Digest, i64)> {
    let (digest, since) = path.file_name()?.to_str()?.split_once('-')?;
    Some((digest.parse().ok()?, since.parse().ok()?))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder)
        .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default()
}
