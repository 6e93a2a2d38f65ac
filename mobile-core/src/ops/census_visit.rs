use wangge_domain::RecordId;
use wangge_domain::census::check_visit;
use wangge_domain::inspection::photo_refs;
use wangge_domain::lifecycle::Event;
use wangge_domain::record::RecordKind;
use wangge_protocol::EnvelopeId;

use super::subject::{Subject, refuse_blocking};
use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// Closes a visit of a census with its outcome, whatever it was（普查走访）of S0-23. Outcomes that
    /// demand a photo are proven by photos attached to the premises before.
    ///
    /// # Errors
    /// [`CoreError::Incomplete`]: an unknown outcome, a remark or photo is missing.
    /// [`CoreError::NotAllowed`].
    pub fn census_visit(
        &self,
        premises: RecordId,
        outcome: &str,
        note: &str,
    ) -> Result<EnvelopeId, CoreError> {
        let session = self.session()?;
        self.change(&session, |ctx| {
            let subject = Subject::load_kind(ctx, &session, premises, &RecordKind::Premises)?;
            let photos = photo_refs(&subject.record.content).len();
            refuse_blocking(check_visit(&session.policy.census, outcome, note, photos))?;
            let event = Event::CensusVisited {
                outcome: outcome.to_owned(),
                note: note.to_owned(),
            };
            self.seal_checked(ctx, &session, &subject, event)
        })
    }
}
