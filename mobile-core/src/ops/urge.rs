use wangge_domain::RecordId;
use wangge_domain::lifecycle::Event;
use wangge_protocol::EnvelopeId;

use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// Presses an owner who is overdue, with a short new time limit（催办）.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: not overdue, urged before, too many days.
    pub fn urge(&self, hazard: RecordId, days: u32) -> Result<EnvelopeId, CoreError> {
        self.act(hazard, Event::Urged { days })
    }
}
