use wangge_domain::RecordId;
use wangge_domain::lifecycle::Event;

use super::subject::Subject;
use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// Whether an event would take effect now（办理前判断）, by the same rules as [`Core::act`]; nothing is
    /// changed. To be asked before photos are attached for it: a photo that was attached stays.
    /// For photos that are not attached yet any ids may stand in.
    ///
    /// # Errors
    /// As [`Core::act`].
    pub fn may_act(&self, record: RecordId, event: &Event) -> Result<(), CoreError> {
        let session = self.session()?;
        self.change(&session, |ctx| {
            let mut subject = Subject::load(ctx, &session, record)?;
            self.judge_stated_number(&session, &mut subject, event)?;
            subject.check(ctx, &session, event)?;
            self.may_seal()
        })
    }
}
