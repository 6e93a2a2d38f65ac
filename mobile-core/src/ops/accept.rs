use wangge_domain::RecordId;
use wangge_domain::lifecycle::{Event, Reason};
use wangge_protocol::EnvelopeId;

use super::subject::Subject;
use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// Accepts the newest submitted version of an inspection or premises file（审核通过）.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: not a reviewer, conflicts open, responsible parties missing, …
    pub fn accept(&self, record: RecordId) -> Result<EnvelopeId, CoreError> {
        let session = self.session()?;
        self.change(&session, |ctx| {
            let subject = Subject::load(ctx, &session, record)?;
            let version = subject.record.state.submitted.clone().ok_or_else(|| {
                CoreError::NotAllowed(Reason::new("nothing_submitted", "design 4"))
            })?;
            self.seal_checked(ctx, &session, &subject, Event::Accepted { version })
        })
    }
}
