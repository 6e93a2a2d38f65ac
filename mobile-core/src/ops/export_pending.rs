use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use wangge_domain::record::Scalar;
use wangge_domain::{Digest, RecordId, StreamId};
use wangge_protocol::{Batch, encode, sha256};
use wangge_sync_engine::store::ClientStore as _;

use crate::clock::wall;
use crate::error::CoreError;
use crate::export_folder::make_export_folder;
use crate::facade::Core;
use crate::media::{BlobContext, BlobKey, seal_bytes};
use crate::opening::io_error;
use crate::platform::sync_folder;
use crate::random::random_bytes;
use crate::session::Session;

/// How an export is protected（导出保护）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportKey {
    /// Files as they are: for a relay of one's own on a trusted stick.
    Plain,
    /// Encrypted under a fresh key that the report gives, once: write it down.
    Fresh,
}

/// What was exported（导出结果）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportReport {
    /// The folder that was made.
    pub folder: PathBuf,
    /// Sealed envelopes, refused ones among them.
    pub envelopes: u64,
    /// Records with unsealed edits.
    pub drafts: u64,
    /// Photo files.
    pub photos: u64,
    /// Photo files that could not be read.
    pub unreadable: u64,
    /// Encrypted files in the trash folder whose keys were lost with a database: they stay there.
    pub without_key: u64,
    /// The key of the files, 64 hexadecimal digits; `None` if they are plain.
    pub key: Option<String>,
}

/// What lies in the folder: names and hashes of the files.
#[derive(Serialize, Deserialize)]
struct Manifest {
    format: u32,
    tenant: String,
    device: String,
    made_at_ms: i64,
    encrypted: bool,
    files: Vec<ManifestFile>,
}

/// What a file of a photo is.
#[derive(Serialize, Deserialize)]
struct PhotoFile {
    sha256: Digest,
    role: String,
    photo: RecordId,
    stream: StreamId,
    made_at_ms: i64,
    /// Its bytes are in the folder.
    exported: bool,
}

#[derive(Serialize, Deserialize)]
struct ManifestFile {
    name: String,
    sha256: Digest,
    length: u64,
}

impl Core {
    /// Writes everything that the relay has not accepted into a new folder（应急导出）: sealed
    /// envelopes as they are, drafts, photos, those of refused work and those whose record was lost
    /// among them. For the worst case: a relay that is gone, a phone that is about to break. Nothing
    /// changes on the phone.
    ///
    /// # Errors
    /// [`CoreError::DiskFull`]; [`CoreError::InvalidInput`]: the folder cannot be made.
    pub fn export_pending(
        &self,
        parent: &Path,
        protection: ExportKey,
    ) -> Result<ExportReport, CoreError> {
        let session = self.session()?;
        let now = wall(self.clock());
        let folder = parent.join(format!("wangge-export-{}", now.0));
        make_export_folder(&folder)?;
        let key = match protection {
            ExportKey::Plain => None,
            ExportKey::Fresh => Some(random_bytes::<32>(self.inner.random.as_ref())),
        };
        let mut writer = ExportWriter {
            session: &session,
            folder: &folder,
            key,
            files: Vec::new(),
        };
        let work = self.inner.store.unaccepted()?;
        let batch = Batch::pack(work.iter().map(|work| &work.envelope));
        writer.add("envelopes.cbor", &encode(&batch))?;
        let drafts = self.all_drafts()?;
        let json = serde_json::to_vec_pretty(&drafts)
            .map_err(|error| CoreError::Internal(error.to_string()))?;
        writer.add("drafts.json", &json)?;
        let (mut photos, mut unreadable) = (0, 0);
        let mut list = Vec::new();
        for blob in self.inner.store.unheld_blobs()? {
            let read = self
                .open_blob(&session, &blob)
                .and_then(|mut reader| Ok(reader.read_at(0, usize::MAX)?));
            let exported = read.is_ok();
            match read {
                Ok(bytes) => {
                    writer.add(&format!("{}.blob", blob.digest), &bytes)?;
                    photos += 1;
                }
                Err(_) => unreadable += 1,
            }
            list.push(PhotoFile {
                sha256: blob.digest,
                role: blob.role.as_str().to_owned(),
                photo: blob.photo,
                stream: blob.stream,
                made_at_ms: blob.made_at.0,
                exported,
            });
        }
        let json = serde_json::to_vec_pretty(&list)
            .map_err(|error| CoreError::Internal(error.to_string()))?;
        writer.add("photos.json", &json)?;
        writer.finish(now.0)?;
        Ok(ExportReport {
            folder,
            envelopes: u64::try_from(work.len()).unwrap_or(u64::MAX),
            drafts: u64::try_from(drafts.len()).unwrap_or(u64::MAX),
            photos,
            unreadable,
            without_key: self.files_without_key()?,
            key: key.map(|key| Digest(key).to_string()),
        })
    }
}

impl Core {
    /// Unsealed edits by record, those among them that were read out of a damaged database and wait
    /// for their records to come back.
    fn all_drafts(&self) -> Result<BTreeMap<RecordId, BTreeMap<String, Scalar>>, CoreError> {
        let drafts = self.inner.store.drafts(usize::MAX)?.into_iter();
        let mut all: BTreeMap<_, _> = drafts.map(|draft| (draft.record, draft.edits)).collect();
        for edit in self.inner.store.salvaged_edits()? {
            let Some((record, _, _, key, value)) = edit.parts() else {
                continue;
            };
            // What was typed since is newer.
            let edits: &mut BTreeMap<String, Scalar> = all.entry(record).or_default();
            edits.entry(key).or_insert(value);
        }
        Ok(all)
    }
}

struct ExportWriter<'a> {
    session: &'a Session,
    folder: &'a Path,
    key: Option<[u8; 32]>,
    files: Vec<ManifestFile>,
}

impl ExportWriter<'_> {
    fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), CoreError> {
        let digest = sha256(bytes);
        let length = bytes.len() as u64;
        let mut file = File::create(self.folder.join(name)).map_err(io_error)?;
        match self.key {
            None => file.write_all(bytes).map_err(io_error)?,
            Some(key) => {
                // Every file has a key of its own, derived from the one the report gives.
                let own = wangge_protocol::Hasher::new("wangge/export-file/1")
                    .part(&key)
                    .part(&digest.0)
                    .finish();
                let context = BlobContext {
                    tenant: self.session.tenant,
                    digest,
                    length,
                };
                seal_bytes(&mut file, &BlobKey::from_bytes(own.0), &context, b"", bytes)
                    .map_err(io_error)?;
            }
        }
        file.sync_all().map_err(io_error)?;
        self.files.push(ManifestFile {
            name: name.to_owned(),
            sha256: digest,
            length,
        });
        Ok(())
    }

    /// The manifest comes last: a folder without one was cut off.
    fn finish(self, made_at_ms: i64) -> Result<(), CoreError> {
        let manifest = Manifest {
            format: 1,
            tenant: self.session.tenant.to_string(),
            device: self.session.device.to_string(),
            made_at_ms,
            encrypted: self.key.is_some(),
            files: self.files,
        };
        let json = serde_json::to_vec_pretty(&manifest)
            .map_err(|error| CoreError::Internal(error.to_string()))?;
        let mut file = File::create(self.folder.join("manifest.json")).map_err(io_error)?;
        file.write_all(&json).map_err(io_error)?;
        file.sync_all().map_err(io_error)?;
        sync_folder(self.folder).map_err(io_error)?;
        Ok(())
    }
}
