use wangge_domain::RecordId;
use wangge_domain::lifecycle::{Event, Reason};
use wangge_protocol::EnvelopeId;

use super::subject::Subject;
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
    /// closing; if none is named, it is the one that this person acts for.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: the same person reported it, nothing was reported, an unknown
    /// body, or none: a closing without a number is none (S0-21).
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
            let subject = Subject::load(ctx, &session, hazard)?;
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
            self.seal_checked(ctx, &session, &subject, event)
        })
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
