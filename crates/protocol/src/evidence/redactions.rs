use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::lifecycle::{Effect, Event};
use wangge_domain::{Digest, RecordId};

use super::error::EvidenceError;
use crate::{Decision, Envelope, EnvelopeId, Op};

/// What the rows of an evidence file say of content that was blanked（证据包中的涂销）: nobody takes words out of
/// a file but by the act of two people, which stands in it, too.
#[derive(Default)]
pub(super) struct Redactions {
    /// What each request that took effect names, by the request.
    asked: BTreeMap<EnvelopeId, (RecordId, Vec<Digest>)>,
    /// The requests that were confirmed.
    confirmed: BTreeSet<Digest>,
    /// The rows whose changes are gone.
    blanked: Vec<(u64, RecordId, EnvelopeId)>,
}

impl Redactions {
    /// Takes a row in.
    pub(super) fn learn(&mut self, seq: u64, envelope: &Envelope, decision: &Decision) {
        let (record, id) = (envelope.header.record, envelope.id());
        if envelope.is_blanked() {
            self.blanked.push((seq, record, id));
        }
        let events = envelope.ops.iter().filter_map(Op::as_event);
        for (event, outcome) in events.zip(&decision.outcomes) {
            if outcome.effect != Effect::Applied {
                continue;
            }
            match event {
                Ok(Event::RedactionRequested { envelopes, .. }) => {
                    self.asked.insert(id, (record, envelopes));
                }
                Ok(Event::RedactionConfirmed { request, .. }) => {
                    self.confirmed.insert(request);
                }
                _ => {}
            }
        }
    }

    /// Whether every row that is blanked was named by a request on its record that somebody confirmed.
    ///
    /// # Errors
    /// [`EvidenceError::Unconfirmed`]: the first that was not.
    pub(super) fn check(&self) -> Result<(), EvidenceError> {
        let is_confirmed = |record: RecordId, id: &Digest| {
            self.confirmed.iter().any(|request| {
                let asked = self.asked.get(request);
                asked.is_some_and(|(on, named)| *on == record && named.contains(id))
            })
        };
        for (seq, record, id) in &self.blanked {
            if !is_confirmed(*record, id) {
                return Err(EvidenceError::Unconfirmed { seq: *seq });
            }
        }
        Ok(())
    }
}
