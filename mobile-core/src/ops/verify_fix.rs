use wangge_domain::RecordId;
use wangge_domain::lifecycle::{Event, Reason, Responsible};
use wangge_protocol::EnvelopeId;
use wangge_sync_engine::client::{EventPlan, seal};

use super::subject::{Subject, premises_of};
use crate::error::CoreError;
use crate::facade::Core;
use crate::session::Session;

/// The body for which this person acts in the record's grid, by the policy pack.
fn own_body(session: &Session, subject: &Subject) -> Option<String> {
    let issuers = &session.policy.numbering.issuers;
    let (path, premises) = (&subject.actor.grid_path, subject.facts.premises);
    let held = |role| {
        let mut grants = subject.actor.grants.iter();
        grants.any(|grant| grant.role == role && grant.covers(path, premises))
    };
    issuers
        .iter()
        .find(|(_, issuer)| issuer.roles.iter().any(|role| held(*role)))
        .map(|(code, _)| code.clone())
}

impl Core {
    /// Verifies a fix on the spot that somebody else reported（当场整改核实）. The body numbers the
    /// closing; if none is named, it is the one that this person acts for. Where nobody has named who
    /// is answerable, the same envelope does, by the directory and the file of the premises (S0-25).
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: the same person reported it, nothing was reported, an unknown
    /// body, or none: a closing without a number is none (S0-21); or neither directory nor file knows
    /// who is answerable.
    pub fn verify_fix(
        &self,
        hazard: RecordId,
        issuer: Option<&str>,
        note: &str,
    ) -> Result<EnvelopeId, CoreError> {
        let verified = |issuer: Option<String>| Event::FixVerified {
            issuer,
            note: note.to_owned(),
        };
        let session = self.session()?;
        self.change(&session, |ctx| {
            let mut subject = Subject::load(ctx, &session, hazard)?;
            let found = self.answerable_by_file(&session, &subject)?;
            if let Some(found) = &found {
                subject.record.state.responsible.clone_from(found);
            }
            let issuer = issuer
                .map(str::to_owned)
                .or_else(|| own_body(&session, &subject));
            let event = verified(issuer.clone());
            subject.check(ctx, &session, &event)?;
            if issuer.is_none() {
                return Err(CoreError::NotAllowed(Reason::new(
                    "issuer_missing",
                    "S0-21",
                )));
            }
            let Some(found) = found else {
                return self.seal_checked(ctx, &session, &subject, event);
            };
            let named = Event::ResponsibilitySet(found);
            subject.check(ctx, &session, &named)?;
            self.may_seal()?;
            let events = vec![EventPlan::Ready(named), EventPlan::Ready(event)];
            Ok(seal(ctx, hazard, events, Vec::new())?)
        })
    }

    /// Who is answerable by the directory and the file of the premises; `None`: somebody has named
    /// all three, or they do not know.
    fn answerable_by_file(
        &self,
        session: &Session,
        subject: &Subject,
    ) -> Result<Option<Responsible>, CoreError> {
        let record = &subject.record;
        let named = &record.state.responsible;
        if named.is_complete() {
            return Ok(None);
        }
        let Some(premises) = premises_of(&record.kind, record.record, &record.content) else {
            return Ok(None);
        };
        let (premises, _) = self.premises_with_facts(session, premises, subject.now)?;
        let grid = subject.home(session);
        let found = session.control.answerable(named, &premises, grid);
        Ok(found.is_complete().then_some(found))
    }

    /// Says that a fix on the spot was none（当场整改不实）.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: nothing was reported, no reason given.
    pub fn reject_fix(&self, hazard: RecordId, reason: &str) -> Result<EnvelopeId, CoreError> {
        self.act(
            hazard,
            Event::FixRejected {
                reason: reason.to_owned(),
            },
        )
    }
}
