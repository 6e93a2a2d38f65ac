use wangge_domain::Digest;

use crate::limits::{MAX_CHANGE_BYTES, MAX_EVENT_BYTES, MAX_OPS};
use crate::{Header, HeaderError, Op, Seal, SealError, ops_hash, sha256};

/// SHA-256 of the header's bytes.
pub type EnvelopeId = Digest;

/// Changes and events of one record, sealed by one device with its key（信封）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The header as it was signed.
    pub header_bytes: Vec<u8>,
    /// The header as read from those bytes.
    pub header: Header,
    /// What it does, in order.
    pub ops: Vec<Op>,
    /// The proof of who made it.
    pub seal: Seal,
}

/// An envelope is not acceptable whatever its content.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeError {
    /// The header cannot be read.
    #[error(transparent)]
    Header(#[from] HeaderError),
    /// The operations are not those the header binds.
    #[error("the operations do not match the header's hash")]
    OpsMismatch,
    /// Too many operations, or one too long.
    #[error("an operation is too long, or there are too many")]
    OpsTooLong,
    /// The seal does not hold.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl Envelope {
    /// Puts an envelope together from what arrived and checks everything that needs no
    /// knowledge of the tenant: limits, canonical header, the hash of the operations.
    /// The seal is checked apart ([`Envelope::verify_seal`]), once per group of a batch.
    pub fn assemble(
        header_bytes: Vec<u8>,
        ops: Vec<Op>,
        seal: Seal,
    ) -> Result<Self, EnvelopeError> {
        let too_long = |op: &Op| match op {
            Op::Change(bytes) => bytes.len() > MAX_CHANGE_BYTES,
            Op::Event(bytes) => bytes.len() > MAX_EVENT_BYTES,
            Op::Blanked(_) => false,
        };
        if ops.len() > MAX_OPS || ops.iter().any(too_long) {
            return Err(EnvelopeError::OpsTooLong);
        }
        let header = Header::from_bytes(&header_bytes)?;
        if ops_hash(&ops) != header.ops_hash {
            return Err(EnvelopeError::OpsMismatch);
        }
        Ok(Self {
            header_bytes,
            header,
            ops,
            seal,
        })
    }

    /// The envelope's id.
    #[must_use]
    pub fn id(&self) -> EnvelopeId {
        sha256(&self.header_bytes)
    }

    /// Checks the seal over the header.
    pub fn verify_seal(&self) -> Result<(), EnvelopeError> {
        Ok(self.seal.verify(&self.id())?)
    }

    /// Whether changes of it were blanked by a redaction（已涂销）.
    #[must_use]
    pub fn is_blanked(&self) -> bool {
        self.ops.iter().any(|op| matches!(op, Op::Blanked(_)))
    }

    /// Blanks the changes（涂销）: each leaves its hash, so that header and seal still hold. Events stay:
    /// what was decided, by whom and when, is no content. True if anything was blanked.
    pub fn blank(&mut self) -> bool {
        let mut any = false;
        for op in &mut self.ops {
            if matches!(op, Op::Change(_)) {
                *op = Op::Blanked(op.digest());
                any = true;
            }
        }
        any
    }

    /// The changes among the operations.
    pub fn changes(&self) -> impl Iterator<Item = &[u8]> {
        self.ops.iter().filter_map(|op| match op {
            Op::Change(bytes) => Some(bytes.as_slice()),
            _ => None,
        })
    }
}
