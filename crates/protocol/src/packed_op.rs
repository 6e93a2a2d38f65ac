use serde::{Deserialize, Serialize};
use wangge_domain::Digest;

use crate::columns::{ColumnReader, Columns};
use crate::{Op, sha256};

/// An operation on its way（操作的传送形式）, without what the other side can compute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PackedOp {
    /// The next change of the batch's columns: it travels without magic number and checksum.
    #[serde(rename = "k")]
    Columns,
    /// An event that cites the hash of the change before it in its envelope: the bytes before and
    /// after the hash.
    #[serde(rename = "v")]
    Citing(
        #[serde(with = "serde_bytes")] Vec<u8>,
        #[serde(with = "serde_bytes")] Vec<u8>,
    ),
    /// Anything else as it is.
    #[serde(rename = "r")]
    Raw(Op),
}

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const PREFIX_BYTES: usize = 8;
/// What stands before the 32 bytes of a hash in CBOR.
const DIGEST_BEGIN: [u8; 2] = [0x58, 0x20];

impl PackedOp {
    /// Packs the operations of one envelope in order.
    pub(crate) fn pack_all(ops: &[Op], columns: &mut Columns) -> Vec<Self> {
        let mut last_change = None;
        ops.iter()
            .map(|op| match op {
                Op::Change(bytes) => {
                    let rest = bytes.get(PREFIX_BYTES..).unwrap_or_default();
                    last_change = Some(sha256(rest));
                    if restore(rest) == *bytes && columns.add(rest) {
                        Self::Columns
                    } else {
                        Self::Raw(op.clone())
                    }
                }
                Op::Event(bytes) => last_change
                    .and_then(|hash| without(bytes, hash))
                    .unwrap_or_else(|| Self::Raw(op.clone())),
                Op::Blanked(_) => Self::Raw(op.clone()),
            })
            .collect()
    }

    /// The operations of one envelope. `None`: what they point to is not there.
    pub(crate) fn unpack_all(packed: Vec<Self>, columns: &mut ColumnReader<'_>) -> Option<Vec<Op>> {
        let mut last_change = None;
        packed
            .into_iter()
            .map(|op| {
                Some(match op {
                    Self::Columns => {
                        let rest = columns.take()?;
                        last_change = Some(sha256(&rest));
                        Op::Change(restore(&rest))
                    }
                    Self::Citing(before, after) => {
                        Op::Event([&before, last_change?.0.as_slice(), &after].concat())
                    }
                    Self::Raw(op) => {
                        if let Op::Change(bytes) = &op {
                            let rest = bytes.get(PREFIX_BYTES..).unwrap_or_default();
                            last_change = Some(sha256(rest));
                        }
                        op
                    }
                })
            })
            .collect()
    }
}

/// An event without the hash it cites, if it does.
fn without(event: &[u8], hash: Digest) -> Option<PackedOp> {
    let cited = [DIGEST_BEGIN.as_slice(), &hash.0].concat();
    let place = event
        .windows(cited.len())
        .position(|part| part == cited.as_slice())?;
    let (before, after) = (place + DIGEST_BEGIN.len(), place + cited.len());
    Some(PackedOp::Citing(
        event[..before].to_vec(),
        event[after..].to_vec(),
    ))
}

/// Puts magic number and checksum back in front of a chunk's kind, length and body.
fn restore(rest: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(rest.len() + PREFIX_BYTES);
    bytes.extend_from_slice(&MAGIC);
    bytes.extend_from_slice(&sha256(rest).0[..4]);
    bytes.extend_from_slice(rest);
    bytes
}
