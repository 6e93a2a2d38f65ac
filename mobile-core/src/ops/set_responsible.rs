use wangge_domain::RecordId;
use wangge_domain::lifecycle::{Event, Responsible};
use wangge_protocol::EnvelopeId;

use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// Sets who is answerable for a hazard: unit, leader, person（责任落实）of S0-25 and S2-15.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: one of the three is missing, the case is closed.
    pub fn set_responsible(
        &self,
        hazard: RecordId,
        responsible: Responsible,
    ) -> Result<EnvelopeId, CoreError> {
        self.act(hazard, Event::ResponsibilitySet(responsible))
    }
}
