use super::Field;
use crate::boundary::{blocking, long, short};
use crate::error::FieldError;
use crate::records::{OpenReport, Reminder, Status};
use crate::values::limit;

#[uniffi::export]
impl Field {
    /// What happened when the data were opened（启动情况）.
    pub fn open_report(&self) -> Result<OpenReport, FieldError> {
        short(|| Ok::<_, FieldError>(self.core.open_report().into()))
    }

    /// The app is about to be suspended（暂停）: every database handle and the folder's lock are let
    /// go of within 2 seconds, also in the middle of a sync.
    ///
    /// Fails with `Storage` (`still_open`) if something goes on although it was interrupted: it is
    /// paused, and the folder stays locked. Pause again.
    pub async fn pause(&self) -> Result<(), FieldError> {
        let core = self.core.clone();
        blocking(move || core.pause()).await
    }

    /// The app is back（恢复）.
    pub async fn resume(&self) -> Result<(), FieldError> {
        let core = self.core.clone();
        blocking(move || core.resume()).await
    }

    /// Closes the data for good（关闭）; later calls fail with `Asleep` (`closed`).
    /// Fails as `pause`: it is closed, and the folder stays locked until it is asked again.
    pub async fn close_data(&self) -> Result<(), FieldError> {
        let core = self.core.clone();
        blocking(move || core.close()).await
    }

    /// The phone is short of memory（内存不足）: lets go of what can be read again.
    pub fn trim_memory(&self) -> Result<(), FieldError> {
        short(|| self.core.trim_memory())
    }

    /// Enrolls this phone with the link of a QR（登记本机）. The key it makes never leaves it.
    pub async fn enroll(&self, link: String) -> Result<(), FieldError> {
        let core = self.core.clone();
        long(|cancel| async move { core.enroll(&link, &cancel).await }).await
    }

    /// Where everything is（状态）: drafts, on its way, on the relay, refused; photos; lease; room.
    pub fn status(&self) -> Result<Status, FieldError> {
        short(|| Ok::<_, FieldError>(self.core.status()?.into()))
    }

    /// The next notifications of a week（本地提醒）: hand them to the phone's own scheduler in place of
    /// those before.
    pub fn next_reminders(&self, most: u32) -> Result<Vec<Reminder>, FieldError> {
        short(|| {
            let list = self.core.next_reminders(limit(most))?;
            Ok::<_, FieldError>(list.into_iter().map(Into::into).collect())
        })
    }
}
