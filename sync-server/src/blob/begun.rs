use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::UNIX_EPOCH;

use async_trait::async_trait;
use object_store::multipart::{MultipartStore, PartId};
use object_store::path::Path as ObjectPath;
use object_store::{
    Error, MultipartId, MultipartUpload, PutPayload, PutResult, Result, UploadPart,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use wangge_domain::Timestamp;

/// How the notes end.
pub(super) const NOTE: &str = "multipart";
/// No upload in parts takes so long.
const GRACE_MS: i64 = 86_400_000;

/// Objects that are being written in parts（未完成的分段上传）. A store keeps, and bills, the parts of one
/// that nobody ended, and few can list them: each is noted in a folder of this machine before its
/// first part, so that what a killed relay left is ended by the next.
pub(super) struct Begun {
    store: Arc<dyn MultipartStore>,
    notes: PathBuf,
}

/// What a note says.
#[derive(Debug, Serialize, Deserialize)]
struct Note {
    at: String,
    id: MultipartId,
}

impl Begun {
    pub(super) fn new(store: Arc<dyn MultipartStore>, notes: PathBuf) -> Self {
        Self { store, notes }
    }

    /// Begins an object.
    pub(super) async fn start(&self, at: &ObjectPath) -> Result<Box<dyn MultipartUpload>> {
        let id = self.store.create_multipart(at).await?;
        let name = format!("{}.{NOTE}", Uuid::from_bytes(rand::random()).simple());
        let upload = InParts {
            store: Arc::clone(&self.store),
            at: at.clone(),
            id: id.clone(),
            note: self.notes.join(name),
            begun: 0,
            parts: Arc::default(),
        };
        let note = Note {
            at: at.to_string(),
            id,
        };
        let written = match serde_json::to_vec(&note) {
            Ok(text) => tokio::fs::write(&upload.note, text).await,
            Err(error) => Err(error.into()),
        };
        if let Err(error) = written {
            // Without a note it would be forgotten.
            self.store.abort_multipart(at, &upload.id).await?;
            return Err(noted(error));
        }
        Ok(Box::new(upload))
    }

    /// Ends what was begun more than a day ago; gives how many.
    pub(super) async fn sweep(&self, now: Timestamp) -> Result<u64> {
        let mut entries = tokio::fs::read_dir(&self.notes).await.map_err(noted)?;
        let mut ended = 0;
        while let Some(entry) = entries.next_entry().await.map_err(noted)? {
            let path = entry.path();
            if !is_note(&path) {
                continue;
            }
            let written = entry.metadata().await.and_then(|it| it.modified());
            let written = written.map_err(noted)?;
            let written = written.duration_since(UNIX_EPOCH).unwrap_or_default();
            let age = now.0 - i64::try_from(written.as_millis()).unwrap_or(i64::MAX);
            if age > GRACE_MS {
                self.end(&path).await?;
                ended += 1;
            }
        }
        Ok(ended)
    }

    async fn end(&self, path: &Path) -> Result<()> {
        let text = tokio::fs::read(path).await.map_err(noted)?;
        // A note that was torn names nothing.
        if let Ok(note) = serde_json::from_slice::<Note>(&text) {
            let at = ObjectPath::parse(&note.at)?;
            match self.store.abort_multipart(&at, &note.id).await {
                // It was ended, and only the note was left. Stores say so in different words.
                Ok(()) | Err(Error::NotFound { .. } | Error::PermissionDenied { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        forget(path).await
    }
}

/// Whether a file is a note.
pub(super) fn is_note(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == NOTE)
}

async fn forget(note: &Path) -> Result<()> {
    super::staging::remove(note).await.map_err(noted)
}

fn noted(error: std::io::Error) -> Error {
    Error::Generic {
        store: "notes of uploads in parts",
        source: Box::new(error),
    }
}

/// An object on its way.
struct InParts {
    store: Arc<dyn MultipartStore>,
    at: ObjectPath,
    id: MultipartId,
    note: PathBuf,
    /// Parts begun.
    begun: usize,
    /// Those that are there, by place.
    parts: Arc<Mutex<BTreeMap<usize, PartId>>>,
}

impl fmt::Debug for InParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InParts")
            .field("at", &self.at)
            .field("begun", &self.begun)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl MultipartUpload for InParts {
    fn put_part(&mut self, data: PutPayload) -> UploadPart {
        let place = self.begun;
        self.begun += 1;
        let (store, parts) = (Arc::clone(&self.store), Arc::clone(&self.parts));
        let (at, id) = (self.at.clone(), self.id.clone());
        Box::pin(async move {
            let part = store.put_part(&at, &id, place, data).await?;
            let mut parts = parts.lock().unwrap_or_else(PoisonError::into_inner);
            parts.insert(place, part);
            Ok(())
        })
    }

    async fn complete(&mut self) -> Result<PutResult> {
        let parts = {
            let mut parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut *parts)
        };
        let parts: Vec<PartId> = parts.into_values().collect();
        let done = self
            .store
            .complete_multipart(&self.at, &self.id, parts)
            .await?;
        forget(&self.note).await?;
        Ok(done)
    }

    async fn abort(&mut self) -> Result<()> {
        self.store.abort_multipart(&self.at, &self.id).await?;
        forget(&self.note).await
    }
}
