//! How rows and envelopes lie in their columns, alike in every database.

use serde::de::value::{Error as ValueError, StrDeserializer};
use serde::{Deserialize, Serialize};
use serde_bytes::{ByteBuf, Bytes};
use wangge_domain::Digest;
use wangge_protocol::{
    Decision, Envelope, Header, Op, Refusal, RowBody, Seal, Stub, decode, encode,
};
use wangge_sync_engine::store::{StoreError, VoidCause};

use super::columns::corrupt;

/// Bits of a place that hold the sequence number.
pub(in crate::store) const SEQ_BITS: u32 = 40;

/// The key of a row: its stream's number and its seq. `None`: no row can have this seq.
pub(in crate::store) fn place(stream: i64, seq: u64) -> Option<i64> {
    let seq = i64::try_from(seq).ok().filter(|seq| *seq < 1 << SEQ_BITS)?;
    Some((stream << SEQ_BITS) + seq)
}

/// The seq within a place.
pub(in crate::store) fn seq_of(place: i64) -> u64 {
    u64::try_from(place & ((1 << SEQ_BITS) - 1)).unwrap_or(0)
}

#[derive(Deserialize)]
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

/// The same, on its way into the column.
#[derive(Serialize)]
struct AcceptedRef<'a> {
    #[serde(rename = "h")]
    header: &'a Bytes,
    #[serde(rename = "o")]
    ops: &'a [Op],
    #[serde(rename = "s")]
    seal: &'a Seal,
    #[serde(rename = "d")]
    decision: &'a Decision,
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

pub(in crate::store) fn encode_body(body: &RowBody) -> Vec<u8> {
    match body {
        RowBody::Accepted { envelope, decision } => encode(&AcceptedRef {
            header: Bytes::new(&envelope.header_bytes),
            ops: &envelope.ops,
            seal: &envelope.seal,
            decision,
        }),
        RowBody::Stub(stub) => encode(stub),
    }
}

pub(in crate::store) fn encode_envelope(envelope: &Envelope) -> Vec<u8> {
    encode(&SetApart {
        header: ByteBuf::from(envelope.header_bytes.clone()),
        ops: envelope.ops.clone(),
        seal: envelope.seal.clone(),
    })
}

pub(in crate::store) fn decode_envelope(bytes: &[u8]) -> Result<Envelope, StoreError> {
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

pub(in crate::store) fn decode_body(is_stub: bool, bytes: &[u8]) -> Result<RowBody, StoreError> {
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

/// The blobs that the header of a row's envelope names.
pub(in crate::store) fn blobs_named(body: &RowBody) -> Vec<Digest> {
    let RowBody::Accepted { envelope, .. } = body else {
        return Vec::new();
    };
    let sets = envelope.header.blobs.iter();
    sets.flat_map(|blobs| [blobs.original, blobs.view, blobs.thumbnail])
        .collect()
}

/// The zero hash, for a stream without rows.
pub(in crate::store) fn zero() -> Vec<u8> {
    Digest::ZERO.0.to_vec()
}

/// The name of a refusal as it stands in SQL and JSON.
pub(in crate::store) fn refusal_name(reason: Refusal) -> Result<String, StoreError> {
    match serde_json::to_value(reason) {
        Ok(serde_json::Value::String(name)) => Ok(name),
        _ => Err(StoreError::Failed("a refusal has no name".to_owned())),
    }
}

/// The refusal of this name.
pub(in crate::store) fn refusal(name: &str) -> Result<Refusal, StoreError> {
    let text: StrDeserializer<'_, ValueError> =
        serde::de::IntoDeserializer::into_deserializer(name);
    Refusal::deserialize(text).map_err(|_| corrupt("a refusal is unknown"))
}

/// Before the name of the refusal of an envelope that is in no log.
const APART: &str = "apart:";

/// Why a provisional number is void, as it stands in SQL; empty: it is not.
pub(in crate::store) fn void_name(void: Option<&VoidCause>) -> Result<String, StoreError> {
    match void {
        None => Ok(String::new()),
        Some(VoidCause::NoEffect(code)) => Ok(code.clone()),
        Some(VoidCause::SetApart(reason)) => Ok(format!("{APART}{}", refusal_name(*reason)?)),
    }
}

/// The cause of this name.
pub(in crate::store) fn void_cause(name: &str) -> Result<Option<VoidCause>, StoreError> {
    if name.is_empty() {
        return Ok(None);
    }
    Ok(Some(match name.strip_prefix(APART) {
        Some(reason) => VoidCause::SetApart(refusal(reason)?),
        None => VoidCause::NoEffect(name.to_owned()),
    }))
}
