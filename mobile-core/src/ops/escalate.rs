use wangge_domain::RecordId;
use wangge_domain::lifecycle::Event;
use wangge_protocol::EnvelopeId;

use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// Hands a case on to the police station or a department（上报、移交）.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: not urged first, the urge still runs, an unknown department.
    pub fn escalate(
        &self,
        hazard: RecordId,
        to: &str,
        reason: &str,
    ) -> Result<EnvelopeId, CoreError> {
        self.act(
            hazard,
            Event::Escalated {
                to: to.to_owned(),
                reason: reason.to_owned(),
            },
        )
    }
}
