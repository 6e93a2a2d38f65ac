use serde::{Deserialize, Serialize};
use wangge_domain::{DeviceId, Digest, TenantId, Timestamp, UserId};

use crate::{Hasher, PublicKey, SecretKey, Signature, SignatureError, encode};

/// A person's word that another one may go on working offline（离线租约延期码）: short enough for a QR
/// that one phone shows and another one scans.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaseExtension {
    /// Whose data.
    #[serde(rename = "t")]
    pub tenant: TenantId,
    /// The device whose lease goes on.
    #[serde(rename = "d")]
    pub device: DeviceId,
    /// The person on it.
    #[serde(rename = "u")]
    pub user: UserId,
    /// Until when, by the relay's time.
    #[serde(rename = "e")]
    pub until: Timestamp,
    /// When it was signed, as far as the signing phone can say.
    #[serde(rename = "m")]
    pub made_at: Timestamp,
    /// The device that signs.
    #[serde(rename = "b")]
    pub by_device: DeviceId,
    /// The person who signs.
    #[serde(rename = "p")]
    pub by: UserId,
}

/// An extension with its signature. The key is known from the control stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedExtension {
    /// The extension as encoded.
    #[serde(rename = "x", with = "serde_bytes")]
    pub bytes: Vec<u8>,
    /// The signature.
    #[serde(rename = "s")]
    pub signature: Signature,
}

impl SignedExtension {
    /// Signs an extension.
    #[must_use]
    pub fn sign(extension: &LeaseExtension, key: &SecretKey) -> Self {
        let bytes = encode(extension);
        let signature = key.sign(&message(&bytes).0);
        Self { bytes, signature }
    }

    /// The hash that names it.
    #[must_use]
    pub fn digest(&self) -> Digest {
        message(&self.bytes)
    }

    /// Reads it, unverified: says whose key to verify it with.
    ///
    /// # Errors
    /// [`SignatureError::Mismatch`] if it is none.
    pub fn read(&self) -> Result<LeaseExtension, SignatureError> {
        crate::decode(&self.bytes).map_err(|_| SignatureError::Mismatch)
    }

    /// Checks the signature with one of the signer's keys.
    ///
    /// # Errors
    /// [`SignatureError`].
    pub fn verify(&self, key: &PublicKey) -> Result<(), SignatureError> {
        key.verify(&message(&self.bytes).0, &self.signature)
    }
}

fn message(bytes: &[u8]) -> Digest {
    Hasher::new("wangge/lease-extension/1").part(bytes).finish()
}
