use wangge_domain::inspection::PhotoStage;
use wangge_mobile_core::{CoreError, PhotoInput};

use super::Field;
use crate::boundary::{blocking, long};
use crate::error::FieldError;
use crate::records::{AttachedPhoto, PhotoDetails, PhotoSize};
use crate::values::read;

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
        let read_file = move || std::fs::read(path).map_err(|_| CoreError::PhotoNotHere);
        let original = blocking(read_file).await?;
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
}
