use super::Field;
use crate::boundary::{long, short};
use crate::error::FieldError;
use crate::records::OsUpload;
use crate::surroundings::LIMIT;
use crate::values::{limit, read};

#[uniffi::export]
impl Field {
    /// Begins uploads of photos and writes their bodies for the operating system's own uploader
    /// （移交系统上传）. What was handed over is given again only after `upload_finished`, or after a day.
    pub async fn prepare_uploads(&self, most: u32) -> Result<Vec<OsUpload>, FieldError> {
        let (core, around) = (self.core.clone(), self.around.clone());
        let protection = self.protection();
        long(|cancel| async move {
            let options = around.options(LIMIT).await;
            let uploads = core
                .prepare_uploads(limit(most), &options, &protection, &cancel)
                .await?;
            Ok::<_, FieldError>(uploads.into_iter().map(Into::into).collect())
        })
        .await
    }

    /// An upload has ended, well or badly（系统上传结束）: deletes its body. True: the relay holds it.
    pub async fn upload_finished(&self, digest: String) -> Result<bool, FieldError> {
        let core = self.core.clone();
        long(|cancel| async move {
            let held = core
                .upload_finished(read("digest", &digest)?, &cancel)
                .await?;
            Ok::<_, FieldError>(held)
        })
        .await
    }

    /// Uploads handed over that have not ended yet（未结束的系统上传）, also those of before the app was
    /// killed.
    pub fn waiting_uploads(&self) -> Result<Vec<String>, FieldError> {
        short(|| {
            let waiting = self.core.waiting_uploads();
            Ok::<_, FieldError>(waiting.into_iter().map(|it| it.to_string()).collect())
        })
    }
}
