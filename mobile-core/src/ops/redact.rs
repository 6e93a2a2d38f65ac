use std::collections::BTreeSet;

use wangge_domain::RecordId;
use wangge_domain::lifecycle::{Event, Reason};
use wangge_protocol::{Envelope, EnvelopeId, Row, RowBody};
use wangge_sync_engine::client::{EventPlan, SealRequest};
use wangge_sync_engine::{files_left, keys_written, takes_files};

use super::act::expected_version;
use super::subject::Subject;
use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// Asks that fields of a record be blanked, or the photos that it names if no field is given
    /// （申请涂销）: the first of two people. What is to be blanked is every accepted envelope that wrote
    /// one of the fields, or names photos.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: no right to, an author, no reason given, nothing that wrote it.
    pub fn request_redaction(
        &self,
        record: RecordId,
        fields: &BTreeSet<String>,
        reason: &str,
    ) -> Result<EnvelopeId, CoreError> {
        let session = self.session()?;
        self.change(&session, |ctx| {
            let subject = Subject::load(ctx, &session, record)?;
            let rows = ctx.store.rows_of(record)?;
            let event = Event::RedactionRequested {
                envelopes: to_blank(&rows, fields),
                fields: fields.iter().cloned().collect(),
                reason: reason.to_owned(),
            };
            self.seal_checked(ctx, &session, &subject, event)
        })
    }

    /// Confirms the redaction that somebody else asked for in this request（确认涂销）: the document
    /// begins anew with what is left, and when the relay has decided, what was named is blanked
    /// everywhere. Photos live on unless they are what it is about. A draft on the record stays.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: this is not the request that waits, by the same person, an author,
    /// no right to.
    pub fn confirm_redaction(
        &self,
        record: RecordId,
        request: EnvelopeId,
    ) -> Result<EnvelopeId, CoreError> {
        let session = self.session()?;
        self.change(&session, |ctx| {
            let subject = Subject::load(ctx, &session, record)?;
            let asked = subject.record.state.redaction.clone();
            // Nobody confirms a request that took the place of the one that was read.
            let asked = asked.filter(|asked| asked.request == request);
            let asked = asked.ok_or_else(|| {
                CoreError::NotAllowed(Reason::new("redaction_not_asked", "design 4"))
            })?;
            let event = move |version| Event::RedactionConfirmed { request, version };
            subject.check(ctx, &session, &event(expected_version(&subject.record)))?;
            let fields: BTreeSet<String> = asked.fields.into_iter().collect();
            let named = asked.envelopes.into_iter().collect();
            let sealed = SealRequest {
                blobs: files_left(&ctx.store.rows_of(record)?, &named, &fields),
                anew_without: Some(fields),
                ..SealRequest::new(record, vec![EventPlan::WithVersion(Box::new(event))])
            };
            let sealed = self.seal_requests(ctx, vec![sealed])?;
            sealed
                .first()
                .copied()
                .ok_or_else(|| CoreError::Internal("a confirmation without an envelope".to_owned()))
        })
    }
}

/// The accepted envelopes that wrote one of the fields, and those that name photos if these go.
fn to_blank(rows: &[Row], fields: &BTreeSet<String>) -> Vec<EnvelopeId> {
    let with_files = takes_files(fields);
    let is_meant = |envelope: &Envelope| {
        let names = !envelope.header.blobs.is_empty() && !envelope.is_blanked();
        (with_files && names) || !fields.is_disjoint(&keys_written(envelope))
    };
    rows.iter()
        .filter_map(|row| match &row.body {
            RowBody::Accepted { envelope, .. } => Some(envelope.as_ref()),
            RowBody::Stub(_) => None,
        })
        .filter(|envelope| is_meant(envelope))
        .map(Envelope::id)
        .collect()
}
