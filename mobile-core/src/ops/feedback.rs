use wangge_domain::RecordId;
use wangge_domain::lifecycle::Event;
use wangge_protocol::EnvelopeId;

use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// What the owner did about a hazard（整改反馈）, entered for the owner（代填）: the owner's own
    /// comes by the page of the notice, so that nothing but `on_behalf` is taken here.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: the notice was not served, neither words nor photos, photos of
    /// something else, not on behalf.
    pub fn feedback(
        &self,
        hazard: RecordId,
        note: &str,
        photos: Vec<RecordId>,
        on_behalf: bool,
    ) -> Result<EnvelopeId, CoreError> {
        self.act(
            hazard,
            Event::Feedback {
                note: note.to_owned(),
                photos,
                on_behalf,
            },
        )
    }
}
