use serde::{Deserialize, Serialize};
use wangge_domain::{DeviceId, Digest, Timestamp, UserId};

use crate::{Decision, Envelope, EnvelopeId, Hasher, Refusal, encode, sha256};

/// Hash over a log up to a row.
pub type ChainHash = Digest;

/// One row of a stream's log: dense, append-only（日志行）. FROZEN in what the chain covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Epoch in which it was appended.
    pub epoch: u32,
    /// Dense place from 1.
    pub seq: u64,
    /// What stands here.
    pub body: RowBody,
    /// When the relay received it; never decreases along a stream.
    pub received_at: Timestamp,
    /// Chain hash up to and including this row.
    pub chain: ChainHash,
}

/// What stands in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly every row is the large one"
)]
pub enum RowBody {
    /// An accepted envelope with its decision.
    Accepted {
        /// The envelope.
        envelope: Box<Envelope>,
        /// The decision as encoded, hashed and kept.
        decision: Decision,
    },
    /// An envelope that was refused or set apart: only this much of it is told.
    Stub(Stub),
}

/// The trace of an envelope that is not in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stub {
    /// Which envelope.
    pub envelope: EnvelopeId,
    /// Of which device.
    pub device: DeviceId,
    /// Of whom.
    pub user: UserId,
    /// Its place in the device's chain, as claimed.
    pub device_seq: u64,
    /// Why.
    pub reason: Refusal,
}

impl RowBody {
    /// The envelope this row is about.
    #[must_use]
    pub fn envelope_id(&self) -> EnvelopeId {
        match self {
            Self::Accepted { envelope, .. } => envelope.id(),
            Self::Stub(stub) => stub.envelope,
        }
    }

    /// The hash of the decision, or of the stub.
    #[must_use]
    pub fn decision_hash(&self) -> Digest {
        match self {
            Self::Accepted { decision, .. } => sha256(&encode(decision)),
            Self::Stub(stub) => sha256(&encode(stub)),
        }
    }
}

/// The chain hash of a row from the one before it.
#[must_use]
pub fn chain_next(
    previous: &ChainHash,
    seq: u64,
    envelope: &EnvelopeId,
    decision: &Digest,
    received_at: Timestamp,
) -> ChainHash {
    Hasher::new("wangge/chain/1")
        .part(&previous.0)
        .part(&seq.to_be_bytes())
        .part(&envelope.0)
        .part(&decision.0)
        .part(&received_at.0.to_be_bytes())
        .finish()
}

impl Row {
    /// The row that follows `previous` (the chain hash at `seq - 1`).
    #[must_use]
    pub fn after(
        previous: &ChainHash,
        epoch: u32,
        seq: u64,
        body: RowBody,
        received_at: Timestamp,
    ) -> Self {
        let chain = chain_next(
            previous,
            seq,
            &body.envelope_id(),
            &body.decision_hash(),
            received_at,
        );
        Self {
            epoch,
            seq,
            body,
            received_at,
            chain,
        }
    }
}
