//! How a row of a log lies in its column.

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use wangge_domain::{Digest, Timestamp};
use wangge_protocol::{Decision, Envelope, Header, Op, Row, RowBody, Seal, Stub, decode, encode};
use wangge_sync_engine::store::StoreError;

use super::convert::{corrupt, digest, from_sql, u32_from};

/// Bits of a place that hold the sequence number.
pub(super) const SEQ_BITS: u32 = 40;

/// The key of a row: its stream's number and its seq. `None`: no row can have this seq.
pub(super) fn place(stream: i64, seq: u64) -> Option<i64> {
    let seq = i64::try_from(seq).ok().filter(|seq| *seq < 1 << SEQ_BITS)?;
    Some((stream << SEQ_BITS) + seq)
}

/// The seq within a place.
pub(super) fn seq_of(place: i64) -> u64 {
    from_sql(place & ((1 << SEQ_BITS) - 1))
}

#[derive(Serialize, Deserialize)]
struct Accepted {
    #[serde(rename = "h")]
    header: ByteBuf,
    #[serde(rename = "o")]
    ops: Vec<Op>,
    #[serde(rename = "s")]
    seal: Seal,
    #[serde(rename = "d")]
    decision: Decision,
}

/// An envelope with its bytes, as quarantine keeps it.
#[derive(Serialize, Deserialize)]
struct SetApart {
    #[serde(rename = "h")]
    header: ByteBuf,
    #[serde(rename = "o")]
    ops: Vec<Op>,
    #[serde(rename = "s")]
    seal: Seal,
}

pub(super) fn encode_body(body: &RowBody) -> Vec<u8> {
    match body {
        RowBody::Accepted { envelope, decision } => encode(&Accepted {
            header: ByteBuf::from(envelope.header_bytes.clone()),
            ops: envelope.ops.clone(),
            seal: envelope.seal.clone(),
            decision: decision.clone(),
        }),
        RowBody::Stub(stub) => encode(stub),
    }
}

pub(super) fn encode_envelope(envelope: &Envelope) -> Vec<u8> {
    encode(&SetApart {
        header: ByteBuf::from(envelope.header_bytes.clone()),
        ops: envelope.ops.clone(),
        seal: envelope.seal.clone(),
    })
}

pub(super) fn decode_envelope(bytes: &[u8]) -> Result<Envelope, StoreError> {
    let stored: SetApart = decode(bytes).map_err(|error| corrupt(&error.to_string()))?;
    let header_bytes = stored.header.into_vec();
    let header = Header::from_bytes(&header_bytes).map_err(|error| corrupt(&error.to_string()))?;
    Ok(Envelope {
        header_bytes,
        header,
        ops: stored.ops,
        seal: stored.seal,
    })
}

fn decode_body(is_stub: bool, bytes: &[u8]) -> Result<RowBody, StoreError> {
    if is_stub {
        let stub: Stub = decode(bytes).map_err(|error| corrupt(&error.to_string()))?;
        return Ok(RowBody::Stub(stub));
    }
    let stored: Accepted = decode(bytes).map_err(|error| corrupt(&error.to_string()))?;
    let header_bytes = stored.header.into_vec();
    let header = Header::from_bytes(&header_bytes).map_err(|error| corrupt(&error.to_string()))?;
    let envelope = Envelope {
        header_bytes,
        header,
        ops: stored.ops,
        seal: stored.seal,
    };
    Ok(RowBody::Accepted {
        envelope: Box::new(envelope),
        decision: stored.decision,
    })
}

/// Columns that [`read_row`] expects, in order.
pub(super) const ROW_COLUMNS: &str = "place, epoch, received_at, chain_hash, is_stub, body";

/// The raw columns of a row.
pub(super) struct RawRow {
    place: i64,
    epoch: i64,
    received_at: i64,
    chain_hash: Vec<u8>,
    is_stub: bool,
    body: Vec<u8>,
}

pub(super) fn raw_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<RawRow> {
    Ok(RawRow {
        place: row.get(0)?,
        epoch: row.get(1)?,
        received_at: row.get(2)?,
        chain_hash: row.get(3)?,
        is_stub: row.get(4)?,
        body: row.get(5)?,
    })
}

impl RawRow {
    pub(super) fn size(&self) -> usize {
        self.body.len()
    }

    pub(super) fn open(self) -> Result<Row, StoreError> {
        Ok(Row {
            epoch: u32_from(self.epoch),
            seq: seq_of(self.place),
            body: decode_body(self.is_stub, &self.body)?,
            received_at: Timestamp(self.received_at),
            chain: digest(&self.chain_hash)?,
        })
    }
}

/// The zero hash, for a stream without rows.
pub(super) fn zero() -> Vec<u8> {
    Digest::ZERO.0.to_vec()
}
