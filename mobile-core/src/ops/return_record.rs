use wangge_domain::RecordId;
use wangge_domain::lifecycle::{Event, Reason, ReturnReason};
use wangge_protocol::EnvelopeId;

use super::subject::Subject;
use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// Returns the newest submitted version with what is to be mended, item by item（退回）.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: not a reviewer, nothing submitted, no reasons.
    pub fn return_record(
        &self,
        record: RecordId,
        reasons: Vec<ReturnReason>,
    ) -> Result<EnvelopeId, CoreError> {
        let session = self.session()?;
        self.change(&session, |ctx| {
            let subject = Subject::load(ctx, &session, record)?;
            let version = subject.record.state.submitted.clone().ok_or_else(|| {
                CoreError::NotAllowed(Reason::new("nothing_submitted", "design 4"))
            })?;
            let event = Event::Returned {
                version,
                reasons: reasons.clone(),
            };
            self.seal_checked(ctx, &session, &subject, event)
        })
    }
}
