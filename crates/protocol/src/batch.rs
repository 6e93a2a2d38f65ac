use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use wangge_domain::Digest;

use crate::limits::{MAX_BATCH_ENVELOPES, MAX_SEAL_LEAVES};
use crate::seal::seal_message;
use crate::{
    Algorithm, Columns, Envelope, EnvelopeError, Header, Op, PackedOp, PublicKey, Seal, SealError,
    Signature, merkle, ops_hash, sha256,
};

/// Envelopes on their way, without what the other side can compute: hashes of operations and of
/// changes, previous hashes inside a chain, proofs of headers that travel together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// Seals, each for the items that point to it.
    #[serde(rename = "s")]
    pub seals: Vec<SealGroup>,
    /// The envelopes in order.
    #[serde(rename = "i")]
    pub items: Vec<PackedEnvelope>,
    /// Their changes.
    #[serde(rename = "c", default, skip_serializing_if = "Columns::is_empty")]
    pub columns: Columns,
}

/// One seal and the tree nodes that its items in this batch do not give themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealGroup {
    /// Signature algorithm.
    #[serde(rename = "a")]
    pub algorithm: Algorithm,
    /// The key.
    #[serde(rename = "k")]
    pub key: PublicKey,
    /// Signature over the root.
    #[serde(rename = "r")]
    pub root_signature: Signature,
    /// Headers under the seal.
    #[serde(rename = "n")]
    pub count: u16,
    /// Nodes of the tree, level by level, left to right.
    #[serde(rename = "p", default, skip_serializing_if = "Vec::is_empty")]
    pub nodes: Vec<Digest>,
}

/// One envelope without its computable parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackedEnvelope {
    /// The header's bytes without `prev` and `ops_hash`.
    #[serde(rename = "h", with = "serde_bytes")]
    pub head: Vec<u8>,
    /// `prev`, if the item before it in this batch is not its predecessor.
    #[serde(rename = "p", default, skip_serializing_if = "Option::is_none")]
    pub prev: Option<Digest>,
    /// The operations.
    #[serde(rename = "o")]
    pub ops: Vec<PackedOp>,
    /// Index of its seal in the batch.
    #[serde(rename = "s")]
    pub seal: u32,
    /// Its leaf under that seal.
    #[serde(rename = "l")]
    pub leaf: u16,
}

/// A batch does not unpack at all; a single bad envelope is no such error.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BatchError {
    /// More envelopes than a batch may hold.
    #[error("the batch holds too many envelopes")]
    TooMany,
    /// The columns do not hold the changes that the items point to, or more.
    #[error("the columns of the batch do not match its items")]
    Columns,
}

impl Batch {
    /// Packs envelopes in the order given.
    #[must_use]
    pub fn pack<'a>(envelopes: impl IntoIterator<Item = &'a Envelope>) -> Self {
        let mut batch = Self::default();
        let mut groups: BTreeMap<(PublicKey, [u8; 64]), usize> = BTreeMap::new();
        let mut leaves: Vec<BTreeMap<usize, (Digest, Vec<Digest>)>> = Vec::new();
        let mut last_id = None;
        for envelope in envelopes {
            let id = envelope.id();
            let seal = &envelope.seal;
            let group = *groups
                .entry((seal.key, seal.root_signature.0))
                .or_insert_with(|| {
                    batch.seals.push(SealGroup {
                        algorithm: seal.algorithm,
                        key: seal.key,
                        root_signature: seal.root_signature,
                        count: seal.count,
                        nodes: Vec::new(),
                    });
                    leaves.push(BTreeMap::new());
                    batch.seals.len() - 1
                });
            leaves[group].insert(usize::from(seal.index), (id, seal.proof.clone()));
            let head_len = envelope
                .header_bytes
                .len()
                .saturating_sub(Header::TAIL_BYTES);
            batch.items.push(PackedEnvelope {
                head: envelope.header_bytes[..head_len].to_vec(),
                prev: (last_id != Some(envelope.header.prev)).then_some(envelope.header.prev),
                ops: PackedOp::pack_all(&envelope.ops, &mut batch.columns),
                seal: u32::try_from(group).unwrap_or(u32::MAX),
                leaf: seal.index,
            });
            last_id = Some(id);
        }
        for (group, leaves) in batch.seals.iter_mut().zip(&leaves) {
            group.nodes = merkle::joint_proof(usize::from(group.count), leaves);
        }
        batch
    }

    /// Unpacks and checks: each item is an envelope whose header, operations and seal hold, or
    /// the reason why not. One bad item spoils the seal of its group only, if it is a leaf of it.
    pub fn unpack(self) -> Result<Vec<Result<Envelope, EnvelopeError>>, BatchError> {
        if self.items.len() > MAX_BATCH_ENVELOPES || self.seals.len() > self.items.len() {
            return Err(BatchError::TooMany);
        }
        let mut opened = Vec::with_capacity(self.items.len());
        // Of two items that claim the same leaf the first stands for it: else a forged envelope
        // could ride on the proof of a true one.
        let mut leaves: Vec<BTreeMap<usize, Digest>> = vec![BTreeMap::new(); self.seals.len()];
        let mut last_id = Digest::ZERO;
        let mut columns = self.columns.reader();
        for item in self.items {
            let ops = PackedOp::unpack_all(item.ops, &mut columns).ok_or(BatchError::Columns)?;
            let bytes = restore_header(&item.head, item.prev.unwrap_or(last_id), &ops);
            last_id = sha256(&bytes);
            let group = usize::try_from(item.seal).unwrap_or(usize::MAX);
            if let Some(known) = leaves.get_mut(group) {
                known.entry(usize::from(item.leaf)).or_insert(last_id);
            }
            opened.push((bytes, last_id, ops, group, item.leaf));
        }
        if !columns.is_done() {
            return Err(BatchError::Columns);
        }
        let proofs: Vec<Option<GroupProof>> = self
            .seals
            .iter()
            .zip(&leaves)
            .map(|(group, known)| prove(group, known))
            .collect();
        Ok(opened
            .into_iter()
            .map(|(bytes, id, ops, group, leaf)| {
                let bad = EnvelopeError::Seal(SealError::BadProof);
                let stands = leaves
                    .get(group)
                    .and_then(|known| known.get(&usize::from(leaf)));
                if stands != Some(&id) {
                    return Err(bad);
                }
                let seal = self.seals.get(group).ok_or(bad.clone())?;
                let proof = proofs
                    .get(group)
                    .and_then(Option::as_ref)
                    .ok_or(bad.clone())?;
                let seal = Seal {
                    algorithm: seal.algorithm,
                    key: seal.key,
                    root_signature: seal.root_signature,
                    count: seal.count,
                    index: leaf,
                    proof: proof.get(&usize::from(leaf)).cloned().ok_or(bad)?,
                };
                Envelope::assemble(bytes, ops, seal)
            })
            .collect())
    }
}

fn restore_header(head: &[u8], prev: Digest, ops: &[Op]) -> Vec<u8> {
    let mut bytes = head.to_vec();
    for digest in [prev, ops_hash(ops)] {
        bytes.extend_from_slice(&[0x58, 0x20]);
        bytes.extend_from_slice(&digest.0);
    }
    bytes
}

/// The way to the root of every leaf that came with the group.
type GroupProof = BTreeMap<usize, Vec<Digest>>;

/// Verifies a group's signature and works out each leaf's own proof. `None`: it does not hold.
fn prove(group: &SealGroup, leaves: &BTreeMap<usize, Digest>) -> Option<GroupProof> {
    let count = usize::from(group.count);
    if count > MAX_SEAL_LEAVES || leaves.is_empty() {
        return None;
    }
    let root = merkle::root_from(count, leaves, &group.nodes)?;
    group
        .key
        .verify(&seal_message(group.count, &root), &group.root_signature)
        .ok()?;
    merkle::separate(count, leaves, &group.nodes)
}
