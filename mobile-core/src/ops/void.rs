use wangge_domain::RecordId;
use wangge_domain::lifecycle::Event;
use wangge_protocol::EnvelopeId;

use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// Voids a hazard that was none（作废、误报）.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: a notice was issued already, no reason given, no right to.
    pub fn void(&self, hazard: RecordId, reason: &str) -> Result<EnvelopeId, CoreError> {
        self.act(
            hazard,
            Event::Voided {
                reason: reason.to_owned(),
            },
        )
    }
}
