use wangge_domain::checklist::AnswerResult;
use wangge_domain::hazard::Hazard;
use wangge_domain::inspection::Inspection;
use wangge_domain::lifecycle::{Reason, Status};
use wangge_domain::record::RecordKind;

use crate::error::CoreError;
use crate::facade::Core;
use crate::session::Session;

impl Core {
    /// Refuses to hang a hazard on a visit that did not find it（隐患与检查相符）: once a visit was handed
    /// in, its record says what it found, and only what it answered as failed is registered from it.
    /// `is_raised`: it is about to be registered; a draft of an open visit may be answered later.
    pub(super) fn refuse_foreign_visit(
        &self,
        session: &Session,
        hazard: &Hazard,
        is_raised: bool,
    ) -> Result<(), CoreError> {
        let Some(inspection) = hazard.inspection else {
            return Ok(());
        };
        let visit = match self.basis_of(session, inspection, &RecordKind::Inspection) {
            Ok(visit) => visit,
            // What this phone does not hold it cannot ask.
            Err(CoreError::UnknownRecord) => return Ok(()),
            Err(error) => return Err(error),
        };
        let is_over = match visit.state.status {
            Status::Submitted | Status::Accepted => true,
            Status::Withdrawn => return refused("record_withdrawn", "design 4"),
            _ => false,
        };
        // What is changed after it was handed in counts once it is handed in anew.
        let handed_in = visit.basis.quoted.as_ref().filter(|_| is_over);
        let said = Inspection::from_content(handed_in.unwrap_or(&visit.content));
        match &hazard.item {
            None if is_over => refused("visit_handed_in", "S4-06"),
            Some(item) if is_over || is_raised => {
                let answer = said.answers.get(item);
                let result = answer.and_then(|answer| answer.result);
                if result == Some(AnswerResult::Fail) {
                    Ok(())
                } else {
                    refused("item_not_failed", "S4-06")
                }
            }
            _ => Ok(()),
        }
    }
}

fn refused(code: &str, rule: &str) -> Result<(), CoreError> {
    Err(CoreError::NotAllowed(Reason::new(code, rule)))
}
