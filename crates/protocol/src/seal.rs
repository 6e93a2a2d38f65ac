use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use wangge_domain::Digest;

use crate::limits::MAX_SEAL_LEAVES;
use crate::{Algorithm, EnvelopeId, PublicKey, SecretKey, Signature, SignatureError, merkle};

/// A seal（封签）: one signature over the Merkle root of all headers sealed together, and this
/// header's way to the root. FROZEN.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    /// Signature algorithm.
    pub algorithm: Algorithm,
    /// The key, which the control stream binds to (device, user).
    pub key: PublicKey,
    /// Signature over the label, the leaf count and the root.
    pub root_signature: Signature,
    /// Headers under the seal.
    pub count: u16,
    /// Which of them this is.
    pub index: u16,
    /// Siblings on the way to the root, leaf level first.
    pub proof: Vec<Digest>,
}

/// A seal does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Proof, index or count do not fit together.
    #[error("the proof does not lead to a root")]
    BadProof,
    /// The signature does not hold over the root.
    #[error(transparent)]
    Signature(#[from] SignatureError),
}

/// What is signed: a label, the number of leaves, the root.
pub(crate) fn seal_message(count: u16, root: &Digest) -> Vec<u8> {
    let mut message = b"wangge/seal/1".to_vec();
    message.extend_from_slice(&count.to_be_bytes());
    message.extend_from_slice(&root.0);
    message
}

/// Seals 1 to [`MAX_SEAL_LEAVES`] envelopes together: one seal per id, in order.
/// Empty for no ids or too many.
#[must_use]
pub fn seal_headers(key: &SecretKey, ids: &[EnvelopeId]) -> Vec<Seal> {
    let Ok(count) = u16::try_from(ids.len()) else {
        return Vec::new();
    };
    if ids.is_empty() || ids.len() > MAX_SEAL_LEAVES {
        return Vec::new();
    }
    let root_signature = key.sign(&seal_message(count, &merkle::root(ids)));
    let public = key.public();
    (0..count)
        .zip(merkle::proofs(ids))
        .map(|(index, proof)| Seal {
            algorithm: Algorithm::Ed25519,
            key: public,
            root_signature,
            count,
            index,
            proof,
        })
        .collect()
}

impl Seal {
    /// Checks that this seal covers the envelope.
    pub fn verify(&self, id: &EnvelopeId) -> Result<(), SealError> {
        let leaves = BTreeMap::from([(usize::from(self.index), *id)]);
        let root = merkle::root_from(usize::from(self.count), &leaves, &self.proof)
            .ok_or(SealError::BadProof)?;
        self.key
            .verify(&seal_message(self.count, &root), &self.root_signature)?;
        Ok(())
    }
}
