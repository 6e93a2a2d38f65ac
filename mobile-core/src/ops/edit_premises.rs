use std::collections::BTreeMap;

use wangge_domain::RecordId;
use wangge_domain::lifecycle::Event;
use wangge_domain::premises::check_premises;
use wangge_domain::record::{RecordKind, Scalar};
use wangge_protocol::EnvelopeId;

use super::premises_marks::permit_marks;
use super::subject::{Subject, refuse_blocking};
use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// Changes fields of a premises file（更新档案）and submits the new version.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`], also of a mark that is not this person's to set;
    /// [`CoreError::Incomplete`]: nothing is changed then.
    pub fn edit_premises(
        &self,
        premises: RecordId,
        fields: &BTreeMap<String, Scalar>,
    ) -> Result<EnvelopeId, CoreError> {
        let session = self.session()?;
        self.change(&session, |ctx| {
            let mut subject = Subject::load_kind(ctx, &session, premises, &RecordKind::Premises)?;
            subject.permit(&session, "premises_edit")?;
            permit_marks(&session, &subject.record.content, fields, |operation| {
                subject.permit(&session, operation)
            })?;
            for (key, value) in fields {
                subject.record.content.set(key.clone(), value.clone());
            }
            let today = subject.now.china_date();
            refuse_blocking(check_premises(
                &subject.record.content,
                &session.policy,
                today,
            ))?;
            let submitted = |version| Event::Submitted {
                version,
                correction: None,
            };
            subject.check(
                ctx,
                &session,
                &submitted(super::act::expected_version(&subject.record)),
            )?;
            self.may_seal()?;
            self.edit_record(ctx, &subject.record, fields)?;
            self.seal_version(ctx, &session, &subject, submitted)
        })
    }
}
