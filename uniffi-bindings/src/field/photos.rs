use std::io::Read as _;

use wangge_domain::inspection::PhotoStage;
use wangge_mobile_core::{CoreError, PhotoInput};

use super::Field;
use crate::boundary::{blocking, long};
use crate::error::FieldError;
use crate::records::{AttachedPhoto, PhotoDetails, PhotoSize};
use crate::values::read;

/// Bytes read of a file at most: what is larger is refused by the core anyway.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

#[uniffi::export]
impl Field {
    /// Attaches a photo（添加照片）. `stage`: `found`, `before`, `after`, `recheck` or
    /// `service`; `item`: a checklist item, or empty. The picture is decoded, so this takes a
    /// while.
    #[uniffi::method(default(details = None))]
    pub async fn attach_photo(
        &self,
        record: String,
        original: Vec<u8>,
        item: String,
        stage: String,
        details: Option<PhotoDetails>,
    ) -> Result<AttachedPhoto, FieldError> {
        let core = self.core.clone();
        let PhotoDetails {
            caption,
            imported,
            position,
        } = details.unwrap_or_default();
        blocking(move || {
            let input = PhotoInput {
                original,
                item,
                stage: PhotoStage::parse(&stage).ok_or_else(|| FieldError::invalid("stage"))?,
                caption,
                imported,
                position: position.map(Into::into),
            };
            let attached = core.attach_photo(read("record", &record)?, &input)?;
            Ok::<_, FieldError>(AttachedPhoto::from(attached))
        })
        .await
    }

    /// The same out of a file, which stays where it is（从文件添加照片）. One that has vanished is
    /// `Rejected` (`photo_not_here`).
    #[uniffi::method(default(details = None))]
    pub async fn attach_photo_file(
        &self,
        record: String,
        path: String,
        item: String,
        stage: String,
        details: Option<PhotoDetails>,
    ) -> Result<AttachedPhoto, FieldError> {
        let original = blocking(move || read_at_most(&path)).await?;
        self.attach_photo(record, original, item, stage, details)
            .await
    }

    /// The bytes of a photo, from this phone or else from the relay（查看照片）.
    pub async fn fetch_photo(&self, photo: String, size: PhotoSize) -> Result<Vec<u8>, FieldError> {
        let core = self.core.clone();
        long(|cancel| async move {
            let photo = read("photo", &photo)?;
            let bytes = core.fetch_photo(photo, size.into(), &cancel).await?;
            Ok::<_, FieldError>(bytes)
        })
        .await
    }

    /// The bytes of a photo, if that copy is on this phone（查看本机照片）: the relay is not asked.
    pub async fn photo_bytes(&self, photo: String, size: PhotoSize) -> Result<Vec<u8>, FieldError> {
        let core = self.core.clone();
        blocking(move || {
            let photo = read("photo", &photo)?;
            Ok::<_, FieldError>(core.photo_bytes(photo, size.into())?)
        })
        .await
    }
}

fn read_at_most(path: &str) -> Result<Vec<u8>, CoreError> {
    let not_here = |_| CoreError::PhotoNotHere;
    let file = std::fs::File::open(path).map_err(not_here)?;
    let mut bytes = Vec::new();
    file.take(MOST_BYTES)
        .read_to_end(&mut bytes)
        .map_err(not_here)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_an_end_does_not_fill_the_memory() {
        assert_eq!(read_at_most("没有.jpg"), Err(CoreError::PhotoNotHere));
        if std::path::Path::new("/dev/zero").exists() {
            let read = read_at_most("/dev/zero").unwrap();
            assert_eq!(u64::try_from(read.len()), Ok(MOST_BYTES));
        }
    }
}
