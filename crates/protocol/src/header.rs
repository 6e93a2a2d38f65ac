use serde::{Deserialize, Serialize};
use wangge_domain::record::RecordKind;
use wangge_domain::{DeviceId, Digest, RecordId, StreamId, TenantId, UserId};

use crate::limits::{MAX_AFTER, MAX_BLOBS, MAX_HEADER_BYTES};
use crate::{CborError, ChainHash, EnvelopeId, decode, encode};

/// The signed part of an envelope: who, where, when, in which order, and a hash of what.
///
/// FROZEN: encoded as a CBOR array in the order of the fields below; `prev` and `ops_hash` stand
/// last so that they need not travel where the other side can compute them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Version of the wire, 1.
    pub v: u8,
    /// Whose data.
    pub tenant: TenantId,
    /// The log it is meant for: a signed envelope cannot be replayed into another.
    pub stream: StreamId,
    /// The record.
    pub record: RecordId,
    /// What the record is.
    pub kind: RecordKind,
    /// Who made it.
    pub user: UserId,
    /// On which device.
    pub device: DeviceId,
    /// Position in the chain of this (device, user) in this stream, from 1.
    pub device_seq: u64,
    /// Hash of the lease in force when it was made; `None` for relay service keys.
    pub lease: Option<Digest>,
    /// Policy revision the record is pinned to.
    pub policy_revision: u32,
    /// Envelopes this one waits for.
    pub after: Vec<EnvelopeId>,
    /// When it was made, as far as the device can say.
    pub made: Made,
    /// The photos whose bytes belong to it.
    pub blobs: Vec<BlobHashes>,
    /// Previous envelope of this chain; zero at its start.
    pub prev: Digest,
    /// Hash of the operations.
    pub ops_hash: Digest,
}

/// When an envelope was made（制作时间）: evidence, to be bounded by the relay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The phone's clock, milliseconds since 1970.
    pub wall_ms: i64,
    /// Identifies one boot of the phone: monotonic time is comparable only within it.
    pub boot_id: u64,
    /// The last point of a log the device knew, whose relay time bounds this from below.
    pub anchor: Option<Anchor>,
    /// Monotonic time since the anchor was learned, milliseconds; over a reboot only what was
    /// persisted before it.
    pub elapsed_ms: u64,
}

/// A point of a log known to the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// Which log.
    pub stream: StreamId,
    /// Its epoch.
    pub epoch: u32,
    /// The row.
    pub seq: u64,
    /// The chain hash at the row.
    pub chain: ChainHash,
}

/// The three blobs of a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlobHashes {
    /// The untouched original.
    pub original: Digest,
    /// The upright view copy of 1600 pixels.
    pub view: Digest,
    /// The thumbnail of 320 pixels.
    pub thumbnail: Digest,
}

/// Why a header is not acceptable whatever it says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// Longer than [`MAX_HEADER_BYTES`].
    #[error("the header is too long")]
    TooLong,
    /// Not the array it should be.
    #[error(transparent)]
    Malformed(#[from] CborError),
    /// Well-formed, but not in the one deterministic form.
    #[error("the header is not in canonical form")]
    NotCanonical,
    /// A version this build does not speak.
    #[error("wire version {0} is not known here")]
    UnknownVersion(u8),
    /// A list is longer than its limit.
    #[error("a list of the header is too long")]
    ListTooLong,
}

type AnchorParts = (StreamId, u32, u64, Digest);
type MadeParts = (i64, u64, Option<AnchorParts>, u64);
type HeaderParts = (
    u8,
    TenantId,
    StreamId,
    RecordId,
    RecordKind,
    UserId,
    DeviceId,
    u64,
    Option<Digest>,
    u32,
    Vec<Digest>,
    MadeParts,
    Vec<(Digest, Digest, Digest)>,
    (Digest, Digest),
);

impl Header {
    /// Bytes at the end of an encoded header that hold `prev` and `ops_hash`.
    pub const TAIL_BYTES: usize = 2 * 34;

    /// The signed bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let anchor = self
            .made
            .anchor
            .map(|it| (it.stream, it.epoch, it.seq, it.chain));
        let parts: HeaderParts = (
            self.v,
            self.tenant,
            self.stream,
            self.record,
            self.kind.clone(),
            self.user,
            self.device,
            self.device_seq,
            self.lease,
            self.policy_revision,
            self.after.clone(),
            (
                self.made.wall_ms,
                self.made.boot_id,
                anchor,
                self.made.elapsed_ms,
            ),
            self.blobs
                .iter()
                .map(|it| (it.original, it.view, it.thumbnail))
                .collect(),
            (self.prev, self.ops_hash),
        );
        encode(&parts)
    }

    /// Reads a header, strictly: limits, version, canonical form.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, HeaderError> {
        if bytes.len() > MAX_HEADER_BYTES {
            return Err(HeaderError::TooLong);
        }
        let parts: HeaderParts = decode(bytes)?;
        let header = Self::from_parts(parts);
        if header.v != 1 {
            return Err(HeaderError::UnknownVersion(header.v));
        }
        if header.after.len() > MAX_AFTER || header.blobs.len() > MAX_BLOBS {
            return Err(HeaderError::ListTooLong);
        }
        if header.to_bytes() != bytes {
            return Err(HeaderError::NotCanonical);
        }
        Ok(header)
    }

    fn from_parts(parts: HeaderParts) -> Self {
        let (wall_ms, boot_id, anchor, elapsed_ms) = parts.11;
        let anchor = anchor.map(|(stream, epoch, seq, chain)| Anchor {
            stream,
            epoch,
            seq,
            chain,
        });
        let blobs = parts.12.into_iter();
        Self {
            v: parts.0,
            tenant: parts.1,
            stream: parts.2,
            record: parts.3,
            kind: parts.4,
            user: parts.5,
            device: parts.6,
            device_seq: parts.7,
            lease: parts.8,
            policy_revision: parts.9,
            after: parts.10,
            made: Made {
                wall_ms,
                boot_id,
                anchor,
                elapsed_ms,
            },
            blobs: blobs
                .map(|(original, view, thumbnail)| BlobHashes {
                    original,
                    view,
                    thumbnail,
                })
                .collect(),
            prev: parts.13.0,
            ops_hash: parts.13.1,
        }
    }
}
