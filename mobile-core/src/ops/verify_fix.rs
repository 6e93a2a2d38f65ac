use wangge_domain::RecordId;
use wangge_domain::lifecycle::Event;
use wangge_protocol::EnvelopeId;

use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// Verifies a fix on the spot that somebody else reported（当场整改核实）. The body, if one is given,
    /// numbers the closing.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: the same person reported it, nothing was reported, an unknown
    /// body.
    pub fn verify_fix(
        &self,
        hazard: RecordId,
        issuer: Option<&str>,
        note: &str,
    ) -> Result<EnvelopeId, CoreError> {
        let issuer = issuer.map(str::to_owned);
        self.act(
            hazard,
            Event::FixVerified {
                issuer,
                note: note.to_owned(),
            },
        )
    }

    /// Says that a fix on the spot was none（当场整改不实）.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: nothing was reported, no reason given.
    pub fn reject_fix(&self, hazard: RecordId, reason: &str) -> Result<EnvelopeId, CoreError> {
        self.act(
            hazard,
            Event::FixRejected {
                reason: reason.to_owned(),
            },
        )
    }
}
