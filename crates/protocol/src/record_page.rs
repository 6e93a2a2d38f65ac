use serde::{Deserialize, Serialize};
use wangge_domain::{Digest, StreamId, Timestamp};

use crate::limits::MAX_RECORD_PAGE_ROWS;
use crate::{
    Batch, ChainHash, Hasher, PackedDecision, PageError, PublicKey, Row, RowBody, Signature,
};

/// What a device asks for beside the log（先行请求）: it lacks so much of it that it wants to know the
/// newest records first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AheadClaim {
    /// Rows of a stream that must be missing before its newest records are wanted.
    #[serde(rename = "b")]
    pub behind: u32,
    /// How far down each log it has been told already.
    #[serde(rename = "m", default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<AheadMark>,
}

/// How far down a log a device has been told of the newest records（先行位置）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AheadMark {
    /// Which log.
    #[serde(rename = "s")]
    pub stream: StreamId,
    /// The row at which to go on; 0: nothing more is wanted.
    #[serde(rename = "u")]
    pub until: u64,
}

/// Rows of whole records ahead of the order of their log（记录页）, signed by the relay: all accepted
/// rows after a place of the records whose newest row stands in a window of the log, and of the
/// files that they hang on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordPage {
    /// Which log.
    #[serde(rename = "s")]
    pub stream: StreamId,
    /// The device holds the log up to here; the rows stand after it.
    #[serde(rename = "a")]
    pub after: u64,
    /// End of the window.
    #[serde(rename = "u")]
    pub until: u64,
    /// Where the next window ends; 0: this was the last.
    #[serde(rename = "n")]
    pub next: u64,
    /// The rows, in log order.
    #[serde(rename = "r")]
    pub rows: Vec<AheadRow>,
    /// Their envelopes, in order.
    #[serde(rename = "b")]
    pub batch: Batch,
    /// The relay's service key.
    #[serde(rename = "k")]
    pub relay_key: PublicKey,
    /// Its signature over all of the above.
    #[serde(rename = "g")]
    pub signature: Signature,
}

/// One row of a record page beside its envelope. Its neighbours in the log are not there, so its
/// place and chain hash travel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AheadRow {
    /// Epoch in which it was appended.
    #[serde(rename = "e")]
    pub epoch: u32,
    /// Its place.
    #[serde(rename = "n")]
    pub seq: u64,
    /// When the relay received it.
    #[serde(rename = "t")]
    pub received_at: Timestamp,
    /// Chain hash at the row.
    #[serde(rename = "c")]
    pub chain: ChainHash,
    /// The decision.
    #[serde(rename = "d")]
    pub decision: PackedDecision,
}

impl RecordPage {
    /// Packs accepted rows, in log order; stubs are left out. `sign` signs 32 bytes with the
    /// relay's service key.
    #[must_use]
    pub fn pack(
        stream: StreamId,
        (after, until, next): (u64, u64, u64),
        rows: &[Row],
        relay_key: PublicKey,
        sign: impl Fn(&[u8]) -> Signature,
    ) -> Self {
        let mut packed = Vec::with_capacity(rows.len());
        let mut travelling = Vec::with_capacity(rows.len());
        for row in rows {
            let RowBody::Accepted { envelope, decision } = &row.body else {
                continue;
            };
            packed.push(AheadRow {
                epoch: row.epoch,
                seq: row.seq,
                received_at: row.received_at,
                chain: row.chain,
                decision: PackedDecision::pack(decision, envelope, row.received_at),
            });
            travelling.push(envelope.as_ref());
        }
        let told = rows
            .iter()
            .filter(|row| matches!(row.body, RowBody::Accepted { .. }));
        let message = record_page_message(stream, (after, until, next), told);
        Self {
            stream,
            after,
            until,
            next,
            rows: packed,
            batch: Batch::pack(travelling),
            relay_key,
            signature: sign(&message.0),
        }
    }

    /// Unpacks the rows and verifies the page: every seal, the order of the rows, the relay's
    /// signature. Whether `relay_key` may speak for the relay is the caller's question.
    ///
    /// # Errors
    /// [`PageError`]: nothing of it can be believed.
    pub fn unpack(self) -> Result<Vec<Row>, PageError> {
        if self.rows.len() > MAX_RECORD_PAGE_ROWS {
            return Err(PageError::TooMany);
        }
        let mut envelopes = self.batch.unpack()?.into_iter();
        let mut rows = Vec::with_capacity(self.rows.len());
        let mut last = self.after;
        for packed in self.rows {
            if packed.seq <= last || packed.seq > self.until {
                return Err(PageError::Mismatch);
            }
            last = packed.seq;
            let envelope = envelopes.next().ok_or(PageError::Mismatch)??;
            let decision = packed.decision.unpack(&envelope, packed.received_at);
            rows.push(Row {
                epoch: packed.epoch,
                seq: packed.seq,
                body: RowBody::Accepted {
                    envelope: Box::new(envelope),
                    decision,
                },
                received_at: packed.received_at,
                chain: packed.chain,
            });
        }
        if envelopes.next().is_some() || self.next >= self.until {
            return Err(PageError::Mismatch);
        }
        let places = (self.after, self.until, self.next);
        let message = record_page_message(self.stream, places, rows.iter());
        self.relay_key.verify(&message.0, &self.signature)?;
        Ok(rows)
    }
}

/// What the relay signs of a record page.
fn record_page_message<'a>(
    stream: StreamId,
    (after, until, next): (u64, u64, u64),
    rows: impl Iterator<Item = &'a Row>,
) -> Digest {
    let hasher = Hasher::new("wangge/record-page/1")
        .part(stream.as_bytes())
        .part(&after.to_be_bytes())
        .part(&until.to_be_bytes())
        .part(&next.to_be_bytes());
    rows.fold(hasher, |hasher, row| {
        hasher
            .part(&row.epoch.to_be_bytes())
            .part(&row.seq.to_be_bytes())
            .part(&row.body.envelope_id().0)
            .part(&row.body.decision_hash().0)
            .part(&row.received_at.0.to_be_bytes())
            .part(&row.chain.0)
    })
    .finish()
}
