use wangge_domain::RecordId;
use wangge_domain::lifecycle::{Action, Event};
use wangge_protocol::EnvelopeId;

use crate::{Core, CoreError};

impl Core {
    /// Does something with authority to a record（办理）: any event whose payload the caller has at
    /// hand. Submissions, findings and notices have operations of their own, because the core
    /// freezes their version and gives their number.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`] with the rule; nothing is written then.
    pub fn perform(&self, record: RecordId, event: Event) -> Result<EnvelopeId, CoreError> {
        let has_its_own = matches!(
            event,
            Event::Submitted { .. } | Event::Found { .. } | Event::NoticeIssued { .. }
        );
        if has_its_own {
            return Err(CoreError::InvalidInput(event.name().to_owned()));
        }
        self.with(|work| {
            let view = work.view(record)?;
            work.act(&view, move |_| event.clone())
        })
    }

    /// What this person may do to a record now: the app offers exactly these.
    ///
    /// # Errors
    /// [`CoreError::UnknownRecord`].
    pub fn allowed_actions(&self, record: RecordId) -> Result<Vec<Action>, CoreError> {
        self.with(|work| Ok(work.actions(&work.view(record)?)))
    }
}
