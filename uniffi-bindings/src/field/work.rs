use std::path::PathBuf;

use wangge_mobile_core::ExportKey;

use super::Field;
use crate::boundary::{blocking, short};
use crate::error::FieldError;
use crate::records::{DraftRow, ExportReport, FieldConflict, Refused};
use crate::values::{FieldValue, limit, read};

#[uniffi::export]
impl Field {
    /// Records that wait for their author, what was returned among them, the oldest first
    /// （草稿列表）.
    pub fn list_drafts(&self, most: u32) -> Result<Vec<DraftRow>, FieldError> {
        short(|| {
            let rows = self.core.list_drafts(limit(most))?;
            Ok::<_, FieldError>(rows.into_iter().map(Into::into).collect())
        })
    }

    /// What the relay refused or set apart, newest first（被拒内容）.
    pub fn refused_work(&self) -> Result<Vec<Refused>, FieldError> {
        short(|| {
            let list = self.core.refused_work()?;
            Ok::<_, FieldError>(list.into_iter().map(Into::into).collect())
        })
    }

    /// Lays what was refused on its record again, or only these keys of it（再次采用）. Gives the keys
    /// that were laid.
    pub fn apply_again(
        &self,
        envelope: String,
        keys: Option<Vec<String>>,
    ) -> Result<Vec<String>, FieldError> {
        short(|| {
            let keys = keys.map(|keys| keys.into_iter().collect());
            let envelope = read("envelope", &envelope)?;
            let laid = self.core.apply_again(envelope, keys.as_ref())?;
            Ok::<_, FieldError>(laid.into_iter().collect())
        })
    }

    /// Fields that two people wrote at once（冲突）.
    pub fn conflicts(&self, record: String) -> Result<Vec<FieldConflict>, FieldError> {
        short(|| {
            let list = self.core.conflicts(read("record", &record)?)?;
            Ok::<_, FieldError>(list.into_iter().map(Into::into).collect())
        })
    }

    /// Decides for one value（解决冲突）.
    pub fn resolve_conflict(
        &self,
        record: String,
        key: String,
        value: FieldValue,
    ) -> Result<(), FieldError> {
        short(|| {
            let record = read("record", &record)?;
            self.core.resolve_conflict(record, &key, &value.into())?;
            Ok::<_, FieldError>(())
        })
    }

    /// Copies all unsent work into a new folder under `parent`, encrypted under a fresh key that
    /// the report gives once（导出未上传内容）.
    pub async fn export_pending(&self, parent: String) -> Result<ExportReport, FieldError> {
        let core = self.core.clone();
        blocking(move || {
            let parent = PathBuf::from(parent);
            let report = core.export_pending(&parent, ExportKey::Fresh)?;
            Ok::<_, FieldError>(report.into())
        })
        .await
    }

    /// Lets go of originals that the relay has held long enough, and gives the bytes（释放空间）. With the
    /// consent of the person, and only without room for photos, before their days are over.
    pub fn release_originals(&self, consent: bool) -> Result<u64, FieldError> {
        short(|| self.core.release_originals(consent))
    }

    /// The code that a supervisor's phone signs to let this one work offline for longer（延期申请码）.
    pub fn lease_request(&self) -> Result<String, FieldError> {
        short(|| self.core.lease_request())
    }

    /// Signs the code that another one's phone shows（签发延期码）, for so many days from now; for those
    /// who may admit that person's work later.
    pub fn sign_lease_extension(&self, request: String, days: u32) -> Result<String, FieldError> {
        short(|| self.core.sign_lease_extension(&request, days))
    }

    /// Takes the signed code, and gives until when（接受延期）, in milliseconds since 1970.
    pub fn accept_lease_extension(&self, code: String) -> Result<i64, FieldError> {
        short(|| Ok::<_, FieldError>(self.core.accept_lease_extension(&code)?.0))
    }
}
