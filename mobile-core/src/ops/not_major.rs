use wangge_domain::RecordId;
use wangge_domain::lifecycle::Event;
use wangge_protocol::EnvelopeId;

use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// Finds that a suspected major hazard is none（判定为非重大）: it goes on as a general one.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: no right to judge it, it is judged in a case, no reason given.
    pub fn not_major(&self, hazard: RecordId, reason: &str) -> Result<EnvelopeId, CoreError> {
        self.act(
            hazard,
            Event::NotMajor {
                reason: reason.to_owned(),
            },
        )
    }
}
