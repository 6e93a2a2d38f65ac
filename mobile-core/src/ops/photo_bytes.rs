use wangge_domain::{Digest, RecordId};

use crate::error::CoreError;
use crate::facade::Core;
use crate::media::{BlobContext, SealedReader};
use crate::session::Session;
use crate::store::{BlobRow, PhotoRow};

/// Which copy of a photo（照片版本）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoRole {
    /// 原图.
    Original,
    /// 浏览图.
    View,
    /// 缩略图.
    Thumbnail,
}

impl Core {
    /// The bytes of a photo, if they are on this phone（查看照片）, authenticated.
    ///
    /// # Errors
    /// [`CoreError::PhotoNotHere`]: fetch it. [`CoreError::PhotoRefused`]: the file was tampered
    /// with.
    pub fn photo_bytes(&self, photo: RecordId, role: PhotoRole) -> Result<Vec<u8>, CoreError> {
        let session = self.session()?;
        let row = self
            .inner
            .store
            .photo_row(photo)?
            .ok_or(CoreError::UnknownRecord)?;
        let blob = self.inner.store.blob(digest_of(&row, role))?;
        let blob = blob.ok_or(CoreError::PhotoNotHere)?;
        let mut reader = self.open_blob(&session, &blob)?;
        Ok(reader.read_at(0, usize::MAX)?)
    }

    /// Opens the encrypted file of a blob.
    pub(crate) fn open_blob(
        &self,
        session: &Session,
        blob: &BlobRow,
    ) -> Result<SealedReader<std::fs::File>, CoreError> {
        let (file, wrapped) = blob.file.as_ref().ok_or(CoreError::PhotoNotHere)?;
        let key = self
            .inner
            .blob_vault
            .unwrap(wrapped, session.tenant, &blob.digest);
        let key = key.ok_or_else(|| CoreError::PhotoRefused {
            code: "tampered".to_owned(),
            message: "照片密钥不符".to_owned(),
        })?;
        let context = BlobContext {
            tenant: session.tenant,
            digest: blob.digest,
            length: blob.length,
        };
        Ok(self.inner.folder.open_blob(file, &key, context)?)
    }
}

pub(super) fn digest_of(row: &PhotoRow, role: PhotoRole) -> Digest {
    match role {
        PhotoRole::Original => row.original,
        PhotoRole::View => row.view,
        PhotoRole::Thumbnail => row.thumbnail,
    }
}
