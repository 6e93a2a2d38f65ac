use wangge_domain::RecordId;
use wangge_domain::lifecycle::Event;
use wangge_protocol::EnvelopeId;

use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// Takes a case that was handed on to the body this person speaks for（接收）, with the number that it
    /// has there, if any.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: it was handed to another body, or to none.
    pub fn accept_escalation(
        &self,
        hazard: RecordId,
        case_number: &str,
    ) -> Result<EnvelopeId, CoreError> {
        self.act(
            hazard,
            Event::EscalationAccepted {
                case_number: case_number.to_owned(),
            },
        )
    }

    /// Sends a case back to whoever handed it on（退回补材料）.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: it was handed to another body, it was taken already, no reason
    /// given.
    pub fn return_escalation(
        &self,
        hazard: RecordId,
        reason: &str,
    ) -> Result<EnvelopeId, CoreError> {
        self.act(
            hazard,
            Event::EscalationReturned {
                reason: reason.to_owned(),
            },
        )
    }

    /// Says what came of a case that was handed on（执法结果）: `fixed` or `penalty`; a recheck follows.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: it was handed to another body, it was not taken yet, an unknown
    /// result.
    pub fn enforcement_result(
        &self,
        hazard: RecordId,
        result: &str,
        note: &str,
    ) -> Result<EnvelopeId, CoreError> {
        self.act(
            hazard,
            Event::EnforcementResult {
                result: result.to_owned(),
                note: note.to_owned(),
            },
        )
    }
}
