use wangge_domain::RecordId;
use wangge_domain::lifecycle::Event;
use wangge_protocol::EnvelopeId;

use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// What the owner did about a hazard（整改反馈）; `on_behalf` if the worker enters it for the
    /// owner（代填）.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: the notice was not served, neither words nor photos.
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
