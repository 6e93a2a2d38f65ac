use std::sync::atomic::Ordering;

use wangge_domain::RecordId;
use wangge_domain::lifecycle::{Event, Version};
use wangge_protocol::EnvelopeId;
use wangge_sync_engine::client::{ClientContext, EventPlan, SealRequest, edit, seal, seal_many};
use wangge_sync_engine::content_hash;
use wangge_sync_engine::store::RecordUpdate;

use super::subject::Subject;
use crate::error::CoreError;
use crate::facade::Core;
use crate::session::Session;

impl Core {
    /// Does something to a record with this person's own key（办理）: judged here by the same rules
    /// as on the relay, sealed together with the record's draft, durable, sent with the next sync.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`] with the reason, [`CoreError::UnknownRecord`].
    pub fn act(&self, record: RecordId, event: Event) -> Result<EnvelopeId, CoreError> {
        let session = self.session()?;
        self.change(&session, |ctx| {
            let mut subject = Subject::load(ctx, &session, record)?;
            self.judge_stated_number(&session, &mut subject, &event)?;
            self.seal_checked(ctx, &session, &subject, event)
        })
    }

    /// Checks an event that stands by itself and seals it.
    pub(super) fn seal_checked(
        &self,
        ctx: &ClientContext<'_>,
        session: &Session,
        subject: &Subject,
        event: Event,
    ) -> Result<EnvelopeId, CoreError> {
        subject.check(ctx, session, &event)?;
        self.may_seal()?;
        Ok(seal(
            ctx,
            subject.record.record,
            vec![EventPlan::Ready(event)],
            Vec::new(),
        )?)
    }

    /// Checks an event that cites the version after the draft, and seals both.
    pub(super) fn seal_version(
        &self,
        ctx: &ClientContext<'_>,
        session: &Session,
        subject: &Subject,
        event: impl Fn(Version) -> Event + 'static,
    ) -> Result<EnvelopeId, CoreError> {
        subject.check(ctx, session, &event(expected_version(&subject.record)))?;
        self.may_seal()?;
        let plan = EventPlan::WithVersion(Box::new(event));
        Ok(seal(ctx, subject.record.record, vec![plan], Vec::new())?)
    }

    /// Seals several records at once.
    pub(super) fn seal_requests(
        &self,
        ctx: &ClientContext<'_>,
        requests: Vec<SealRequest>,
    ) -> Result<Vec<EnvelopeId>, CoreError> {
        self.may_seal()?;
        Ok(seal_many(ctx, requests)?)
    }

    /// Edits of fields, durable at once, of a record that is there.
    pub(super) fn edit_record(
        &self,
        ctx: &ClientContext<'_>,
        record: &RecordUpdate,
        edits: &std::collections::BTreeMap<String, wangge_domain::record::Scalar>,
    ) -> Result<(), CoreError> {
        Ok(edit(
            ctx,
            record.record,
            &record.kind,
            record.stream,
            edits,
        )?)
    }

    /// A cloned installation must not use its key: the original uses it too. One that lost its
    /// database does not know yet where its chains end.
    pub(crate) fn may_seal(&self) -> Result<(), CoreError> {
        if self.inner.cloned.load(Ordering::Acquire) {
            Err(CoreError::Cloned)
        } else if self.inner.recovering.load(Ordering::Acquire) {
            Err(CoreError::Recovering)
        } else {
            Ok(())
        }
    }
}

/// The version that sealing would freeze, as far as the rules can look at it beforehand: content
/// that is the same as what was submitted is that version; the heads of a new one follow from a
/// change that is not made yet.
pub(super) fn expected_version(record: &RecordUpdate) -> Version {
    let content = content_hash(&record.content);
    match &record.state.submitted {
        Some(submitted) if submitted.content == content => submitted.clone(),
        _ => Version {
            heads: Vec::new(),
            content,
        },
    }
}
