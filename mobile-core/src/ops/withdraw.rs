use wangge_domain::RecordId;
use wangge_domain::lifecycle::Event;
use wangge_protocol::EnvelopeId;

use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// Hides a record of one's own（撤回）. It is kept, with its history.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: not the author, accepted already, no reason given.
    pub fn withdraw(&self, record: RecordId, reason: &str) -> Result<EnvelopeId, CoreError> {
        self.act(
            record,
            Event::Withdrawn {
                reason: reason.to_owned(),
            },
        )
    }
}
