use serde::{Deserialize, Serialize};
use wangge_domain::{Digest, StreamId, Timestamp};

use crate::limits::MAX_PAGE_ROWS;
use crate::{
    Batch, BatchError, ChainHash, Envelope, EnvelopeError, EnvelopeId, Hasher, PackedDecision,
    PublicKey, Row, RowBody, Signature, SignatureError, Stub,
};

/// Consecutive rows of one stream on their way to a replica（日志页）, signed by the relay at
/// their end. Sequence numbers and chain hashes do not travel: both follow from the start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Which log.
    #[serde(rename = "s")]
    pub stream: StreamId,
    /// Its epoch.
    #[serde(rename = "e")]
    pub epoch: u32,
    /// The first row is `after + 1`.
    #[serde(rename = "a")]
    pub after: u64,
    /// The rows.
    #[serde(rename = "r")]
    pub rows: Vec<PackedRow>,
    /// The envelopes of the rows that carry one from others, in order.
    #[serde(rename = "b")]
    pub batch: Batch,
    /// Chain hash at the last row.
    #[serde(rename = "c")]
    pub chain: ChainHash,
    /// The relay's service key.
    #[serde(rename = "k")]
    pub relay_key: PublicKey,
    /// Its signature over stream, epoch, last seq and chain.
    #[serde(rename = "g")]
    pub signature: Signature,
}

/// The beginning of an envelope's id（编号前缀）.
pub type OwnPrefix = [u8; 6];

/// The beginning of an id by which a device finds its own envelope.
#[must_use]
pub fn own_prefix(id: &EnvelopeId) -> OwnPrefix {
    let [a, b, c, d, e, f, ..] = id.0;
    [a, b, c, d, e, f]
}

/// One row on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PackedRow {
    /// The next envelope of the page's batch.
    #[serde(rename = "n")]
    Next(Timestamp, PackedDecision),
    /// An envelope of the receiving device itself: it has the bytes, and finds them by the
    /// beginning of the id. The chain shows if they are others.
    #[serde(rename = "o")]
    Own(
        Timestamp,
        PackedDecision,
        #[serde(with = "serde_bytes")] OwnPrefix,
    ),
    /// A trace.
    #[serde(rename = "t")]
    Stub(Timestamp, Stub),
}

/// A page cannot be believed. The device keeps what it has and asks again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// More rows than a page may hold.
    #[error("the page holds too many rows")]
    TooMany,
    /// The batch inside does not unpack.
    #[error(transparent)]
    Batch(#[from] BatchError),
    /// An envelope in it does not hold.
    #[error("an envelope of the page does not hold: {0}")]
    Envelope(#[from] EnvelopeError),
    /// Rows and envelopes do not match in number.
    #[error("rows and envelopes do not match")]
    Mismatch,
    /// The device does not have an envelope that the relay says is its own.
    #[error("the device does not hold its own envelope {0:02x?}…")]
    OwnMissing(OwnPrefix),
    /// The chain computed over the rows is not the one the page claims.
    #[error("the chain of the page does not match its rows")]
    BadChain,
    /// The relay's signature does not hold.
    #[error(transparent)]
    Signature(#[from] SignatureError),
}

/// The relay's word for a log up to a row（页签）: all that a device must keep of a page beside its
/// rows to bring them back, word for word, to a relay that has lost them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageProof {
    /// Which log.
    pub stream: StreamId,
    /// Epoch of the row.
    pub epoch: u32,
    /// The row.
    pub seq: u64,
    /// Chain hash at the row.
    pub chain: ChainHash,
    /// The relay's service key.
    pub relay_key: PublicKey,
    /// Its signature over the four.
    pub signature: Signature,
}

/// What the relay signs at the end of a page.
#[must_use]
pub fn page_message(stream: StreamId, epoch: u32, seq: u64, chain: &ChainHash) -> Digest {
    Hasher::new("wangge/page/1")
        .part(stream.as_bytes())
        .part(&epoch.to_be_bytes())
        .part(&seq.to_be_bytes())
        .part(&chain.0)
        .finish()
}

impl Page {
    /// What remains of a page when its rows were taken; it must have unpacked.
    #[must_use]
    pub fn proof(&self) -> PageProof {
        PageProof {
            stream: self.stream,
            epoch: self.epoch,
            seq: self
                .after
                .saturating_add(u64::try_from(self.rows.len()).unwrap_or(u64::MAX)),
            chain: self.chain,
            relay_key: self.relay_key,
            signature: self.signature,
        }
    }

    /// The page that a proof ends, out of the rows before it: `None` if the rows do not end
    /// where the proof does.
    #[must_use]
    pub fn again(rows: &[Row], proof: &PageProof) -> Option<Self> {
        let last = rows.last()?;
        if (last.epoch, last.seq, last.chain) != (proof.epoch, proof.seq, proof.chain) {
            return None;
        }
        Self::pack(
            proof.stream,
            rows,
            |_| false,
            proof.relay_key,
            |_| proof.signature,
        )
    }

    /// Packs consecutive rows for a receiver; rows for which `is_own` says yes travel without
    /// their envelope. `sign` signs the 32 bytes of [`page_message`] with the relay's service key.
    #[must_use]
    pub fn pack(
        stream: StreamId,
        rows: &[Row],
        is_own: impl Fn(&Envelope) -> bool,
        relay_key: PublicKey,
        sign: impl Fn(&[u8]) -> Signature,
    ) -> Option<Self> {
        let (first, last) = (rows.first()?, rows.last()?);
        let mut packed = Vec::with_capacity(rows.len());
        let mut travelling = Vec::new();
        for row in rows {
            packed.push(match &row.body {
                RowBody::Accepted { envelope, decision } => {
                    let at = row.received_at;
                    let decision = PackedDecision::pack(decision, envelope, at);
                    if is_own(envelope) {
                        PackedRow::Own(at, decision, own_prefix(&envelope.id()))
                    } else {
                        travelling.push(envelope.as_ref());
                        PackedRow::Next(at, decision)
                    }
                }
                RowBody::Stub(stub) => PackedRow::Stub(row.received_at, stub.clone()),
            });
        }
        let message = page_message(stream, last.epoch, last.seq, &last.chain);
        Some(Self {
            stream,
            epoch: last.epoch,
            after: first.seq - 1,
            rows: packed,
            batch: Batch::pack(travelling),
            chain: last.chain,
            relay_key,
            signature: sign(&message.0),
        })
    }

    /// Whether its signature can be that of its key, before any of it is unpacked.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        let seq = u64::try_from(self.rows.len())
            .ok()
            .and_then(|rows| self.after.checked_add(rows));
        seq.is_some_and(|seq| {
            let message = page_message(self.stream, self.epoch, seq, &self.chain);
            self.relay_key.verify(&message.0, &self.signature).is_ok()
        })
    }

    /// Unpacks the rows and verifies the page: every seal, the chain from `previous` (the chain
    /// hash at `after`), the relay's signature. Whether `relay_key` may speak for the relay is
    /// the caller's question. `own` gives the device's own envelopes.
    pub fn unpack(
        self,
        previous: &ChainHash,
        own: impl Fn(&OwnPrefix) -> Option<Envelope>,
    ) -> Result<Vec<Row>, PageError> {
        if self.rows.len() > MAX_PAGE_ROWS {
            return Err(PageError::TooMany);
        }
        let mut envelopes = self.batch.unpack()?.into_iter();
        let mut rows = Vec::with_capacity(self.rows.len());
        let (mut chain, mut seq) = (*previous, self.after);
        for packed in self.rows {
            seq += 1;
            let (received_at, body) = match packed {
                PackedRow::Next(received_at, decision) => {
                    let envelope = envelopes.next().ok_or(PageError::Mismatch)??;
                    (received_at, accepted(envelope, decision, received_at))
                }
                PackedRow::Own(received_at, decision, prefix) => {
                    let envelope = own(&prefix).ok_or(PageError::OwnMissing(prefix))?;
                    (received_at, accepted(envelope, decision, received_at))
                }
                PackedRow::Stub(received_at, stub) => (received_at, RowBody::Stub(stub)),
            };
            let row = Row::after(&chain, self.epoch, seq, body, received_at);
            chain = row.chain;
            rows.push(row);
        }
        if envelopes.next().is_some() {
            return Err(PageError::Mismatch);
        }
        if chain != self.chain {
            return Err(PageError::BadChain);
        }
        let message = page_message(self.stream, self.epoch, seq, &chain);
        self.relay_key.verify(&message.0, &self.signature)?;
        Ok(rows)
    }
}

fn accepted(envelope: Envelope, decision: PackedDecision, received_at: Timestamp) -> RowBody {
    let decision = decision.unpack(&envelope, received_at);
    RowBody::Accepted {
        envelope: Box::new(envelope),
        decision,
    }
}
