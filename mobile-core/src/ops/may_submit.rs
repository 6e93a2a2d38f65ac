use std::collections::BTreeMap;

use wangge_domain::RecordId;
use wangge_domain::record::{RecordKind, Scalar};

use super::SubmitInspection;
use super::answer::refuse_settled;
use super::subject::Subject;
use super::submit_inspection::finishing;
use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// Whether an inspection could be submitted once these edits and signatures are in it（提交预判）;
    /// writes nothing. `signing`: who signs what then stands there, and as what.
    ///
    /// # Errors
    /// What [`Core::submit_inspection`] would say, and [`Core::answer`] before it.
    pub fn may_submit(
        &self,
        inspection: RecordId,
        edits: &BTreeMap<String, Scalar>,
        signing: &[(String, String)],
        input: &SubmitInspection,
    ) -> Result<(), CoreError> {
        let session = self.session()?;
        self.change(&session, |ctx| {
            let mut subject =
                Subject::load_kind(ctx, &session, inspection, &RecordKind::Inspection)?;
            if !edits.is_empty() || !signing.is_empty() {
                refuse_settled(&subject)?;
            }
            if !edits.is_empty() {
                subject.permit(&session, "inspection_edit")?;
            }
            let mut all = edits.clone();
            all.extend(finishing(&subject, input));
            self.judge_submission(ctx, &session, &mut subject, &all, input, signing)?;
            Ok(())
        })
    }
}
