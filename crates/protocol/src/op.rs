use serde::{Deserialize, Serialize};
use wangge_domain::{Digest, lifecycle::Event};

use crate::{CborError, Hasher, decode, encode};

/// One operation of an envelope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    /// One uncompressed Automerge change chunk of the record's document.
    #[serde(rename = "c")]
    Change(#[serde(with = "serde_bytes")] Vec<u8>),
    /// One lifecycle event (or control event, in the control stream) as CBOR.
    #[serde(rename = "e")]
    Event(#[serde(with = "serde_bytes")] Vec<u8>),
    /// An operation blanked by a redaction of two people: its hash stays, so that header and
    /// seal still verify.
    #[serde(rename = "x")]
    Blanked(Digest),
}

impl Op {
    /// The operation that carries a lifecycle event.
    #[must_use]
    pub fn event(event: &Event) -> Self {
        Self::Event(encode(event))
    }

    /// The lifecycle event, if this is one that this build knows. `Err`: an event of a later
    /// version, or damage; the record becomes read-only.
    #[must_use]
    pub fn as_event(&self) -> Option<Result<Event, CborError>> {
        match self {
            Self::Event(bytes) => Some(decode(bytes)),
            _ => None,
        }
    }

    /// The hash under which the header binds this operation.
    #[must_use]
    pub fn digest(&self) -> Digest {
        match self {
            Self::Change(bytes) => Hasher::new("wangge/op/change/1").part(bytes).finish(),
            Self::Event(bytes) => Hasher::new("wangge/op/event/1").part(bytes).finish(),
            Self::Blanked(digest) => *digest,
        }
    }
}

/// The hash by which a header binds its operations, in order.
#[must_use]
pub fn ops_hash(ops: &[Op]) -> Digest {
    ops.iter()
        .fold(Hasher::new("wangge/ops/1"), |hasher, op| {
            hasher.part(&op.digest().0)
        })
        .finish()
}
