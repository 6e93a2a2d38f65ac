use wangge_domain::Digest;
use wangge_domain::lifecycle::Event;
use wangge_domain::record::{Content, RecordKind};
use wangge_protocol::limits::MAX_BATCH_ENVELOPES;
use wangge_protocol::{
    Batch, Envelope, EnvelopeError, EnvelopeId, Op, PublicKey, Refusal, Verdict,
};

use crate::gate::{self, GateContext, GateError, GateReason, InspectedChange};
use crate::lifecycle_rows::{EventOp, events_of};
use crate::{Document, RelayError};

/// An envelope after all work that needs nothing but its own bytes（预检的信封）: it can be done on
/// any thread, before the relay's turn.
#[derive(Clone, Debug)]
pub struct Prepared(pub(super) Result<PreparedEnvelope, Refusal>);

#[derive(Clone, Debug)]
pub(super) struct PreparedEnvelope {
    pub(super) id: EnvelopeId,
    pub(super) envelope: Envelope,
    pub(super) changes: Result<Vec<(Vec<u8>, InspectedChange)>, GateReason>,
    pub(super) events: Vec<EventOp>,
    pub(super) fresh: Option<FreshDocument>,
}

/// The document of a record that begins with this envelope, built and verified.
#[derive(Clone, Debug)]
pub(super) struct FreshDocument {
    pub(super) bytes: Vec<u8>,
    pub(super) heads: Vec<Digest>,
    pub(super) content: Content,
}

/// An envelope that left neither bytes nor a trace in any log（无痕拒收）: nobody known answers for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Untraced {
    /// Its id; `None`: it cannot be read at all.
    pub envelope: Option<EnvelopeId>,
    /// The key that it is sealed with.
    pub key: Option<PublicKey>,
    /// Why.
    pub reason: Refusal,
}

/// Those of a push that left no trace, by the verdicts on it.
#[must_use]
pub fn untraced(push: &[Prepared], verdicts: &[Verdict]) -> Vec<Untraced> {
    let refused = push.iter().zip(verdicts).filter_map(|(one, said)| {
        let Verdict::Refused(reason) = *said else {
            return None;
        };
        match &one.0 {
            Ok(prepared) => {
                let of_a_stranger = matches!(
                    reason,
                    Refusal::UnknownStream | Refusal::UnknownDevice | Refusal::BadSeal
                );
                of_a_stranger.then_some(Untraced {
                    envelope: Some(prepared.id),
                    key: Some(prepared.envelope.seal.key),
                    reason,
                })
            }
            Err(_) => Some(Untraced {
                envelope: None,
                key: None,
                reason,
            }),
        }
    });
    refused.collect()
}

/// Does the part of [`receive`](super::receive()) that needs no store. The seals of envelopes
/// out of [`Batch::unpack`] were checked there.
#[must_use]
pub fn prepare(envelopes: Vec<Result<Envelope, EnvelopeError>>) -> Vec<Prepared> {
    envelopes.into_iter().map(prepare_one).collect()
}

/// [`prepare`] for one envelope of an unpacked batch: to be spread over threads.
#[must_use]
pub fn prepare_one(envelope: Result<Envelope, EnvelopeError>) -> Prepared {
    Prepared(
        envelope
            .map_err(|error| refusal_of(&error))
            .map(prepare_envelope),
    )
}

/// [`prepare_one`] for an envelope that did not come out of a batch: its seal is checked here.
#[must_use]
pub fn prepare_unverified(envelope: Envelope) -> Prepared {
    let verified = envelope.verify_seal().map(|()| envelope);
    prepare_one(verified)
}

/// Unpacks the push of a request into envelopes.
///
/// # Errors
/// [`RelayError::Malformed`] if the batch as a whole breaks a limit.
pub fn unpack_push(
    push: Option<Batch>,
) -> Result<Vec<Result<Envelope, EnvelopeError>>, RelayError> {
    let Some(batch) = push else {
        return Ok(Vec::new());
    };
    if batch.items.len() > MAX_BATCH_ENVELOPES {
        return Err(RelayError::Malformed("too many envelopes".to_owned()));
    }
    batch
        .unpack()
        .map_err(|error| RelayError::Malformed(error.to_string()))
}

fn refusal_of(error: &EnvelopeError) -> Refusal {
    match error {
        EnvelopeError::Header(_) | EnvelopeError::OpsMismatch => Refusal::Malformed,
        EnvelopeError::OpsTooLong => Refusal::TooLarge,
        EnvelopeError::Seal(_) => Refusal::BadSeal,
    }
}

fn prepare_envelope(envelope: Envelope) -> PreparedEnvelope {
    let changes = inspect_changes(&envelope);
    let fresh = changes
        .as_ref()
        .ok()
        .and_then(|changes| build(&envelope, changes));
    PreparedEnvelope {
        id: envelope.id(),
        events: events_of(&envelope),
        envelope,
        changes,
        fresh,
    }
}

fn inspect_changes(envelope: &Envelope) -> Result<Vec<(Vec<u8>, InspectedChange)>, GateReason> {
    let header = &envelope.header;
    let owner = GateContext {
        device: header.device,
        user: header.user,
    };
    envelope
        .changes()
        .map(|bytes| {
            let inspected = gate::inspect(bytes)?;
            if owner.owns(&inspected.actor) {
                Ok((bytes.to_vec(), inspected))
            } else {
                Err(GateReason::ForeignActor)
            }
        })
        .collect()
}

/// Builds the document if the envelope can begin one. A failure here is found again, with its
/// reason, when the change is applied to the record as it stands.
fn build(envelope: &Envelope, changes: &[(Vec<u8>, InspectedChange)]) -> Option<FreshDocument> {
    let header = &envelope.header;
    let (_, first) = changes.first()?;
    if !first.is_first() || header.kind == RecordKind::Control {
        return None;
    }
    let owner = GateContext {
        device: header.device,
        user: header.user,
    };
    let mut document = Document::new();
    for (bytes, inspected) in changes {
        document.apply_inspected(inspected, bytes, &owner).ok()?;
    }
    let bytes = document.save_verified().ok()?;
    Some(FreshDocument {
        bytes,
        heads: document.heads(),
        content: document.content(),
    })
}

impl PreparedEnvelope {
    /// Applies the changes to the record's document as it stands.
    pub(super) fn apply_to(&self, document: &mut Document) -> Result<(), GateError> {
        let header = &self.envelope.header;
        let owner = GateContext {
            device: header.device,
            user: header.user,
        };
        let changes = self
            .changes
            .as_ref()
            .map_err(|reason| GateError::Rejected(*reason))?;
        for (bytes, inspected) in changes {
            document.apply_inspected(inspected, bytes, &owner)?;
        }
        Ok(())
    }

    /// Hashes of its changes.
    pub(super) fn change_hashes(&self) -> impl Iterator<Item = Digest> {
        self.changes
            .iter()
            .flatten()
            .map(|(_, inspected)| inspected.hash)
    }

    /// Whether it confirms a redaction: then its changes begin the document anew, or are no part of it.
    pub(super) fn confirms_redaction(&self) -> bool {
        let confirms =
            |event: &EventOp| matches!(event, EventOp::Known(Event::RedactionConfirmed { .. }));
        self.events.iter().any(confirms)
    }

    /// True if it carries a change at all, readable or not.
    pub(super) fn has_changes(&self) -> bool {
        self.envelope
            .ops
            .iter()
            .any(|op| matches!(op, Op::Change(_)))
    }
}
