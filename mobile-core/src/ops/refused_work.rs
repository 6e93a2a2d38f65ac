use std::collections::BTreeMap;

use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{RecordId, Timestamp};
use wangge_protocol::{EnvelopeId, Refusal};
use wangge_sync_engine::begun_anew_since;
use wangge_sync_engine::client::{refused_edits, view};

use crate::error::CoreError;
use crate::facade::Core;
use crate::store::{OwnVerdict, OwnWork};

/// Work of this phone that is not in the log（被拒、待核内容）, kept with its reason.
#[derive(Clone, Debug, PartialEq)]
pub struct RefusedWork {
    /// The envelope.
    pub envelope: EnvelopeId,
    /// The record it was meant for.
    pub record: RecordId,
    /// What that is.
    pub kind: RecordKind,
    /// Why.
    pub reason: Refusal,
    /// It builds on words that two people blanked before it came: nothing is wrong with it, and what it
    /// wrote may be applied again.
    pub redacted: bool,
    /// A person may still admit it: nothing needs to be done here.
    pub quarantined: bool,
    /// When the relay said so.
    pub at: Timestamp,
    /// What was written, by key.
    pub edits: BTreeMap<String, Scalar>,
    /// What was done, by event name.
    pub events: Vec<String>,
    /// Its content was taken up again.
    pub applied_again: bool,
}

impl Core {
    /// What the relay refused or set apart, newest first（被拒内容）. Nothing of it is ever deleted.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn refused_work(&self) -> Result<Vec<RefusedWork>, CoreError> {
        let session = self.session()?;
        let mut list = Vec::new();
        for work in self.inner.store.refused()? {
            let OwnWork {
                envelope,
                verdict,
                applied_again,
            } = work;
            let OwnVerdict::Refused {
                reason,
                quarantined,
                at,
            } = verdict
            else {
                continue;
            };
            let id = envelope.id();
            list.push(RefusedWork {
                envelope: id,
                record: envelope.header.record,
                kind: envelope.header.kind.clone(),
                redacted: reason == Refusal::DependsOnRefused
                    && self
                        .read(&session, |ctx| view(ctx, envelope.header.record))?
                        .is_some_and(|found| begun_anew_since(&found.state, &envelope)),
                reason,
                quarantined,
                at,
                edits: self.read(&session, |ctx| refused_edits(ctx, &id))?,
                events: envelope
                    .ops
                    .iter()
                    .filter_map(|op| op.as_event()?.ok())
                    .map(|event| event.name().to_owned())
                    .collect(),
                applied_again,
            });
        }
        Ok(list)
    }
}
