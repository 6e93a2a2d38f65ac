//! What travels and what is signed: envelopes, seals, rows, the exchange, limits, codes.
//!
//! The bytes of headers, seals, rows and chains are FROZEN: golden files in `fixtures/wire/`
//! prove it. Everything is deterministic CBOR; what was signed is verified on the bytes that
//! arrived, never on bytes encoded again.
#![forbid(unsafe_code)]

mod batch;
mod capability;
mod cbor;
mod columns;
pub mod courier;
mod cursor;
mod decision;
mod enroll;
mod envelope;
pub mod evidence;
mod exchange;
mod extension;
mod generation;
mod hash;
mod header;
mod key;
mod lease;
pub mod limits;
mod merkle;
mod op;
mod packed_decision;
mod packed_op;
mod page;
mod record_page;
mod refusal;
mod row;
mod seal;
mod snapshot;
mod stream_digest;
mod trust;
mod verdict;

pub use batch::{Batch, BatchError, PackedEnvelope, SealGroup};
pub use capability::Capabilities;
pub use cbor::{CborError, decode, encode};
pub use columns::Columns;
pub use cursor::{Cursor, cursor_vector_digest};
pub use decision::Decision;
pub use enroll::{EnrollRequest, EnrollResponse, HealRequest, SessionRequest, SessionResponse};
pub use envelope::{Envelope, EnvelopeError, EnvelopeId};
pub use exchange::{CursorClaim, StreamUpdate, SyncRequest, SyncResponse};
pub use extension::{LeaseExtension, SignedExtension};
pub use hash::{Hasher, sha256};
pub use header::{Anchor, BlobHashes, Header, HeaderError, Made};
pub use key::{Algorithm, PublicKey, SecretKey, Signature, SignatureError};
pub use lease::{Lease, SignedLease};
pub use op::{Op, ops_hash};
pub use packed_decision::PackedDecision;
pub use packed_op::PackedOp;
pub use page::{OwnPrefix, PackedRow, Page, PageError, PageProof, own_prefix, page_message};
pub use record_page::{AheadClaim, AheadMark, AheadRow, RecordPage};
pub use refusal::Refusal;
pub use row::{ChainHash, Row, RowBody, Stub, chain_next};
pub use seal::{Seal, SealError, seal_headers};
pub use snapshot::RecordSnapshot;
pub use stream_digest::{StreamDigest, stream_digest};
pub use trust::{NextPin, RevokedKeys, TlsWord, TrustClaim, TrustNotice, service_key_message};
pub use verdict::{Verdict, VerdictRun};

#[cfg(test)]
mod tests;
