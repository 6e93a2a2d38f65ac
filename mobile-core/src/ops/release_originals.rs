use wangge_domain::Timestamp;

use crate::error::CoreError;
use crate::facade::{BACKED_UP, Core};
use crate::opening::io_error;
use crate::session::Session;

const MIB: u64 = 1024 * 1024;
const DAY_MS: i64 = 24 * 3600 * 1000;

impl Core {
    /// Lets go of originals that the relay has held verified for as long as the policy asks and
    /// that lie in a verified backup of it（释放原图）: their keys are dropped, then their files. View
    /// copies and thumbnails stay. Gives the bytes that became free; none as long as the relay has
    /// not told of a backup.
    ///
    /// With the consent of the person, and only while the disk has less room than photos are taken
    /// with, originals go before their days are over（空间不足提前释放）. The backup must cover them all the
    /// same: no phone gives away the only copy.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`], or the store failed.
    pub fn release_originals(&self, consent: bool) -> Result<u64, CoreError> {
        let session = self.session()?;
        let days = i64::from(session.policy.photos.keep_original_days);
        let long_ago = Timestamp(self.now(&session).0.saturating_sub(days * DAY_MS));
        let Some(backed_up) = self.backed_up()? else {
            return Ok(0);
        };
        let until = if consent && self.is_below_floor(&session)? {
            backed_up
        } else {
            long_ago.min(backed_up)
        };
        // A picture that is attached again meanwhile must not be told that its file is here.
        self.change(&session, |_| {
            let mut free = 0;
            for blob in self.inner.store.originals_held_before(until)? {
                let Some((file, _)) = &blob.file else {
                    continue;
                };
                self.inner.store.let_go(blob.digest)?;
                // A file left behind is swept at the next start and goes with the trash.
                if self.inner.folder.remove(file).is_ok() {
                    free += blob.length;
                }
            }
            Ok(free)
        })
    }

    /// Whether so little room is left that no photo is taken.
    fn is_below_floor(&self, session: &Session) -> Result<bool, CoreError> {
        let floor_mib = u64::from(session.policy.offline.free_space_floor_mib);
        let free = fs4::available_space(&self.inner.config.folder).map_err(io_error)?;
        Ok(free / MIB < floor_mib || !self.inner.store.has_reserve())
    }

    /// Up to when a verified backup covers what the relay held, as it said last.
    fn backed_up(&self) -> Result<Option<Timestamp>, CoreError> {
        let text = self.inner.store.setting_text(BACKED_UP)?;
        Ok(text.and_then(|text| text.parse().ok()).map(Timestamp))
    }
}
