//! Between values and what stands in columns.

use rusqlite::Row as SqlRow;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wangge_domain::Timestamp;
use wangge_domain::{Digest, RecordId, StreamId};
use wangge_protocol::{Envelope, Header, Op, Refusal, Row, RowBody, Seal, decode, encode};

use super::DbError;

/// Bits of a place that hold the sequence number; the stream's number stands above them.
const SEQ_BITS: u32 = 40;

/// The key of a log row.
pub(super) fn place(stream: i64, seq: u64) -> Result<i64, DbError> {
    if seq >> SEQ_BITS != 0 {
        return Err(DbError::Decode(format!(
            "sequence number {seq} is out of range"
        )));
    }
    Ok((stream << SEQ_BITS) | seq.cast_signed())
}

/// The sequence number of a key.
pub(super) fn seq_of(place: i64) -> u64 {
    (place & ((1 << SEQ_BITS) - 1)).cast_unsigned()
}

/// CBOR of a column.
pub(super) fn read_cbor<T: DeserializeOwned>(what: &str, bytes: &[u8]) -> Result<T, DbError> {
    decode(bytes).map_err(|error| DbError::decode(what, error))
}

/// CBOR for a column.
pub(super) fn cbor<T: Serialize>(value: &T) -> Vec<u8> {
    encode(value)
}

pub(super) fn digest(row: &SqlRow<'_>, column: &str) -> rusqlite::Result<Digest> {
    row.get(column).map(Digest)
}

pub(super) fn stream_id(row: &SqlRow<'_>, column: &str) -> rusqlite::Result<StreamId> {
    row.get(column).map(StreamId::from_bytes)
}

pub(super) fn record_id(row: &SqlRow<'_>, column: &str) -> rusqlite::Result<RecordId> {
    row.get(column).map(RecordId::from_bytes)
}

pub(super) fn unsigned(row: &SqlRow<'_>, column: &str) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(i64::cast_unsigned)
}

pub(super) fn timestamp(row: &SqlRow<'_>, column: &str) -> rusqlite::Result<Timestamp> {
    row.get(column).map(Timestamp)
}

/// An envelope as it was stored, byte for byte.
pub(super) fn envelope(
    header_bytes: Vec<u8>,
    ops: &[u8],
    seal: &[u8],
) -> Result<Envelope, DbError> {
    let header =
        Header::from_bytes(&header_bytes).map_err(|error| DbError::decode("header", error))?;
    let ops: Vec<Op> = read_cbor("operations", ops)?;
    let seal: Seal = read_cbor("seal", seal)?;
    Ok(Envelope {
        header_bytes,
        header,
        ops,
        seal,
    })
}

/// A log row of a query that selects the columns of [`LOG_COLUMNS`].
pub(super) fn log_row(row: &SqlRow<'_>) -> Result<Row, DbError> {
    let body = match row.get::<_, Option<Vec<u8>>>("stub")? {
        Some(stub) => RowBody::Stub(read_cbor("stub", &stub)?),
        None => {
            let decision: Vec<u8> = row.get("decision")?;
            let ops: Vec<u8> = row.get("ops")?;
            let seal: Vec<u8> = row.get("seal")?;
            RowBody::Accepted {
                envelope: Box::new(envelope(row.get("header")?, &ops, &seal)?),
                decision: read_cbor("decision", &decision)?,
            }
        }
    };
    Ok(Row {
        epoch: row.get("epoch")?,
        seq: seq_of(row.get("place")?),
        body,
        received_at: timestamp(row, "received_at")?,
        chain: digest(row, "chain")?,
    })
}

/// Columns and source of a log row; the envelope of an own row stands in `own_envelope`.
pub(super) const LOG_COLUMNS: &str = "SELECT l.place, l.epoch, l.received_at, l.chain, \
     l.decision, l.stub, coalesce(l.header, o.header) AS header, coalesce(l.ops, o.ops) AS ops, \
     coalesce(l.seal, o.seal) AS seal \
     FROM log_row l LEFT JOIN own_envelope o ON o.id = l.own";

/// The name of a refusal on the wire.
pub(super) fn refusal_name(refusal: Refusal) -> String {
    serde_json::to_value(refusal)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// The refusal of this name.
pub(super) fn refusal(name: &str) -> Result<Refusal, DbError> {
    serde_json::from_value(serde_json::Value::String(name.to_owned()))
        .map_err(|error| DbError::decode("refusal", error))
}
