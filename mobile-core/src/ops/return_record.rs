use wangge_domain::RecordId;
use wangge_domain::inspection::Inspection;
use wangge_domain::lifecycle::{Event, Reason, ReturnReason};
use wangge_protocol::EnvelopeId;

use super::subject::Subject;
use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// Returns the newest submitted version with what is to be mended, item by item（退回）.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: not a reviewer, nothing submitted, no reasons.
    /// [`CoreError::UnknownItem`]: the checklist of the visit has no such item.
    pub fn return_record(
        &self,
        record: RecordId,
        reasons: Vec<ReturnReason>,
    ) -> Result<EnvelopeId, CoreError> {
        let session = self.session()?;
        self.change(&session, |ctx| {
            let subject = Subject::load(ctx, &session, record)?;
            let version = subject.record.state.submitted.clone().ok_or_else(|| {
                CoreError::NotAllowed(Reason::new("nothing_submitted", "design 4"))
            })?;
            let known = Inspection::from_content(&subject.record.content);
            let pack = self.pack_of(&session, known.policy_revision)?;
            let list = pack
                .checklists
                .pinned(&known.checklist, &known.checklist_version);
            let is_known = |item: &str| list.is_none_or(|list| list.item(item).is_some());
            let named = reasons.iter().filter_map(|reason| reason.item.as_deref());
            if let Some(item) = named.into_iter().find(|item| !is_known(item)) {
                let item = item.to_owned();
                return Err(CoreError::UnknownItem { item });
            }
            let event = Event::Returned {
                version,
                reasons: reasons.clone(),
            };
            self.seal_checked(ctx, &session, &subject, event)
        })
    }
}
