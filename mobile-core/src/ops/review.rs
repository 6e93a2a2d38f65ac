use wangge_domain::RecordId;
use wangge_domain::lifecycle::{Event, Reason, ReturnReason};
use wangge_domain::record::RecordKind;
use wangge_protocol::EnvelopeId;

use crate::{Core, CoreError};

impl Core {
    /// 审核通过: accepts the submitted version of an inspection, with the officer's own key.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: nothing submitted, open conflicts, photos not yet shown.
    pub fn accept_inspection(&self, inspection: RecordId) -> Result<EnvelopeId, CoreError> {
        self.with(|work| {
            let view = work.view_of(inspection, &RecordKind::Inspection)?;
            let version = view.state.submitted.clone().ok_or_else(not_submitted)?;
            work.act(&view, move |_| Event::Accepted { version: version.clone() })
        })
    }

    /// 退回: back to the phone, with what is to be mended.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: nothing submitted, no reason given.
    pub fn return_inspection(
        &self,
        inspection: RecordId,
        reasons: Vec<ReturnReason>,
    ) -> Result<EnvelopeId, CoreError> {
        self.with(|work| {
            let view = work.view_of(inspection, &RecordKind::Inspection)?;
            let version = view.state.submitted.clone().ok_or_else(not_submitted)?;
            work.act(&view, move |_| Event::Returned {
                version: version.clone(),
                reasons: reasons.clone(),
            })
        })
    }
}

fn not_submitted() -> CoreError {
    CoreError::NotAllowed(Reason::new("not_submitted", "design 4"))
}
