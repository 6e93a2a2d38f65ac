use serde::{Deserialize, Serialize};
use wangge_domain::{Digest, StreamId, Timestamp};

use crate::{
    AheadClaim, Batch, Capabilities, Cursor, Page, PublicKey, RecordPage, Signature,
    SignedExtension, SignedLease, StreamDigest, TrustClaim, TrustNotice, VerdictRun,
};

/// `POST /api/v1/sync`, upwards. Body: CBOR, then zstd. Safe to repeat blindly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncRequest {
    /// What the device can do.
    #[serde(rename = "v")]
    pub capabilities: Capabilities,
    /// Where it stands.
    #[serde(rename = "c")]
    pub cursors: CursorClaim,
    /// Hash of the lease it holds.
    #[serde(rename = "l")]
    pub lease: Digest,
    /// Envelopes to decide.
    #[serde(rename = "p", default, skip_serializing_if = "Option::is_none")]
    pub push: Option<Batch>,
    /// Bytes of pages it can take before compression; 0: none (a push that runs beside a pull).
    #[serde(rename = "w")]
    pub want_bytes: u32,
    /// A lease itself, where the relay has asked for it: it was restored, and does not know those
    /// that it signed since.
    #[serde(rename = "x", default, skip_serializing_if = "Option::is_none")]
    pub lease_copy: Option<SignedLease>,
    /// Rows that the relay has forgotten, as it once signed them: it was restored（回灌）.
    #[serde(rename = "h", default, skip_serializing_if = "Vec::is_empty")]
    pub heal: Vec<Page>,
    /// By whose word the lease of this device was extended（延期码）: the relay has to know before it
    /// judges what was made since.
    #[serde(rename = "e", default, skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<SignedExtension>,
    /// A stream of which the device wants to know what its records come to（比对）: answered if the
    /// device holds all of its log with this answer.
    #[serde(rename = "g", default, skip_serializing_if = "Option::is_none")]
    pub compare: Option<StreamId>,
    /// The newest records of streams of which the device lacks much, ahead of the log（先行记录）. A
    /// device that does not say this gets the log in its order alone.
    #[serde(rename = "r", default, skip_serializing_if = "Option::is_none")]
    pub ahead: Option<AheadClaim>,
    /// What the device knows and asks of the root key's words（根密钥的证明）.
    #[serde(rename = "y", default, skip_serializing_if = "Option::is_none")]
    pub trust: Option<TrustClaim>,
}

/// Where a device stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CursorClaim {
    /// One hash of the whole vector.
    #[serde(rename = "d")]
    Digest(Digest),
    /// The vector.
    #[serde(rename = "v")]
    Vector(Vec<Cursor>),
}

/// The relay's answer to a sync.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncResponse {
    /// The relay's clock.
    #[serde(rename = "t")]
    pub relay_time: Timestamp,
    /// The hash did not match: say the vector.
    #[serde(rename = "q", default, skip_serializing_if = "std::ops::Not::not")]
    pub need_vector: bool,
    /// Verdicts for the push, in its order.
    #[serde(rename = "d", default, skip_serializing_if = "Vec::is_empty")]
    pub verdicts: Vec<VerdictRun>,
    /// Streams with something new, or that must be dropped.
    #[serde(rename = "u", default, skip_serializing_if = "Vec::is_empty")]
    pub streams: Vec<StreamUpdate>,
    /// More pages wait: ask again at once.
    #[serde(rename = "m", default, skip_serializing_if = "std::ops::Not::not")]
    pub more: bool,
    /// A newer lease.
    #[serde(rename = "l", default, skip_serializing_if = "Option::is_none")]
    pub lease: Option<SignedLease>,
    /// A newer bearer token.
    #[serde(rename = "k", default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// Service keys the device may not know yet, certified by the root key.
    #[serde(rename = "y", default, skip_serializing_if = "Vec::is_empty")]
    pub service_keys: Vec<(PublicKey, Signature)>,
    /// Originals that the relay holds verified, of those the device still keeps (hashes).
    #[serde(rename = "b", default, skip_serializing_if = "Vec::is_empty")]
    pub blobs_held: Vec<Digest>,
    /// The relay was restored and is being healed since then: it may have lost photos too.
    #[serde(rename = "z", default, skip_serializing_if = "Option::is_none")]
    pub healing_since: Option<Timestamp>,
    /// What the relay held before this time by its clock lies in a backup that it has read back:
    /// one of the conditions under which a device lets go of originals（备份覆盖）.
    #[serde(rename = "n", default, skip_serializing_if = "Option::is_none")]
    pub backed_up: Option<Timestamp>,
    /// The relay's disk is nearly full: what was pushed was not looked at and waits on the device.
    #[serde(rename = "f", default, skip_serializing_if = "std::ops::Not::not")]
    pub relay_full: bool,
    /// What the records of the stream that the device asked for come to at the head of its log.
    #[serde(rename = "g", default, skip_serializing_if = "Option::is_none")]
    pub compared: Option<StreamDigest>,
    /// The next TLS key, and service keys that were revoked（密钥通知）.
    #[serde(rename = "w", default, skip_serializing_if = "Option::is_none")]
    pub trust: Option<TrustNotice>,
    /// A log goes on with a row that this app does not say it can read（须更新应用）: it is held back
    /// until the app is updated. What the device holds stays usable, and what it pushes is taken.
    #[serde(rename = "i", default, skip_serializing_if = "std::ops::Not::not")]
    pub update_needed: bool,
}

/// News of one stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StreamUpdate {
    /// Rows.
    #[serde(rename = "p")]
    Page(Page),
    /// Records ahead of the log, to a device that asked for them.
    #[serde(rename = "r")]
    Records(RecordPage),
    /// The relay holds this much of the device's own chain in the stream: one that finds itself
    /// behind takes a new key before it seals again.
    #[serde(rename = "o")]
    Own {
        /// Which stream.
        stream: StreamId,
        /// Last place.
        seq: u64,
        /// Its envelope.
        last: Digest,
    },
    /// The relay does not know the device's point: it was restored, or forked.
    #[serde(rename = "e")]
    UnknownPoint {
        /// Which stream.
        stream: StreamId,
        /// The relay's epoch.
        epoch: u32,
        /// Its head.
        head: u64,
        /// Its chain at the head.
        chain: Digest,
    },
    /// No longer granted: purge when the outbox has drained.
    #[serde(rename = "x")]
    Revoked {
        /// Which stream.
        stream: StreamId,
    },
}
