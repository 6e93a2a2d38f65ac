use wangge_domain::RecordId;
use wangge_domain::lifecycle::Event;
use wangge_protocol::EnvelopeId;

use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// Asks for a longer deadline（申请延期）.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: the deadline has passed, too many days, a second time, a hazard
    /// that threatens life.
    pub fn request_extension(
        &self,
        hazard: RecordId,
        days: u32,
        reason: &str,
    ) -> Result<EnvelopeId, CoreError> {
        self.act(
            hazard,
            Event::ExtensionRequested {
                days,
                reason: reason.to_owned(),
            },
        )
    }
}
