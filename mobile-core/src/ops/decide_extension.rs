use wangge_domain::RecordId;
use wangge_domain::lifecycle::Event;
use wangge_protocol::EnvelopeId;

use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// Approves a longer deadline, as many days as were asked for or fewer（批准延期）.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: nothing was asked for, more days than that, a second time, …
    pub fn approve_extension(&self, hazard: RecordId, days: u32) -> Result<EnvelopeId, CoreError> {
        self.act(hazard, Event::ExtensionApproved { days })
    }

    /// Refuses a longer deadline（不予延期）.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: nothing was asked for, no reason given.
    pub fn refuse_extension(
        &self,
        hazard: RecordId,
        reason: &str,
    ) -> Result<EnvelopeId, CoreError> {
        self.act(
            hazard,
            Event::ExtensionRefused {
                reason: reason.to_owned(),
            },
        )
    }
}
