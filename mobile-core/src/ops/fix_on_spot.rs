use wangge_domain::RecordId;
use wangge_domain::lifecycle::Event;
use wangge_protocol::EnvelopeId;

use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// A hazard was put right before the inspectors left, with photos before and after（当场整改）.
    /// Somebody else verifies it.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: the photos are one and the same, a notice was issued already.
    pub fn fix_on_spot(
        &self,
        hazard: RecordId,
        before: RecordId,
        after: RecordId,
    ) -> Result<EnvelopeId, CoreError> {
        self.act(hazard, Event::FixedOnSpot { before, after })
    }
}
