use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wangge_domain::Digest;

use super::CourierError;
use crate::{Hasher, PublicKey, SecretKey, Signature, encode};

/// What may be sealed for a courier: the label keeps one paper from passing for another.
pub trait CourierPaper: Serialize + DeserializeOwned {
    /// Stands before the signed bytes.
    const LABEL: &'static str;
}

/// A paper of a courier file with the signature over it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourierSeal {
    /// The paper as encoded.
    #[serde(rename = "b", with = "serde_bytes")]
    pub bytes: Vec<u8>,
    /// Who signed.
    #[serde(rename = "k")]
    pub key: PublicKey,
    /// Over the label and the bytes.
    #[serde(rename = "s")]
    pub signature: Signature,
}

impl CourierSeal {
    /// Signs a paper.
    #[must_use]
    pub fn sign<T: CourierPaper>(paper: &T, key: &SecretKey) -> Self {
        let bytes = encode(paper);
        let signature = key.sign(&message::<T>(&bytes).0);
        Self {
            bytes,
            key: key.public(),
            signature,
        }
    }

    /// The hash that names the paper.
    #[must_use]
    pub fn digest<T: CourierPaper>(&self) -> Digest {
        message::<T>(&self.bytes)
    }

    /// Checks the signature and reads the paper. Whether the key may sign it is the caller's
    /// question.
    ///
    /// # Errors
    /// [`CourierError::NotSigned`], [`CourierError::Damaged`].
    pub fn open<T: CourierPaper>(&self) -> Result<T, CourierError> {
        self.key
            .verify(&message::<T>(&self.bytes).0, &self.signature)
            .map_err(|_| CourierError::NotSigned)?;
        crate::decode(&self.bytes).map_err(|_| CourierError::Damaged)
    }
}

fn message<T: CourierPaper>(bytes: &[u8]) -> Digest {
    Hasher::new(T::LABEL).part(bytes).finish()
}
