use ed25519_dalek::Signer as _;
use serde::{Deserialize, Serialize};

/// A signature algorithm（签名算法）. The number is part of the signed seal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum Algorithm {
    /// Ed25519, checked strictly.
    Ed25519,
}

impl TryFrom<u8> for Algorithm {
    type Error = SignatureError;

    /// 2 (P-256) and 3 (SM2) are reserved and not yet spoken.
    fn try_from(number: u8) -> Result<Self, SignatureError> {
        match number {
            1 => Ok(Self::Ed25519),
            _ => Err(SignatureError::UnknownAlgorithm(number)),
        }
    }
}

impl From<Algorithm> for u8 {
    fn from(algorithm: Algorithm) -> Self {
        match algorithm {
            Algorithm::Ed25519 => 1,
        }
    }
}

/// A signature does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// This build does not speak the algorithm.
    #[error("signature algorithm {0} is not known here")]
    UnknownAlgorithm(u8),
    /// The key is not a point of the curve, or a weak one.
    #[error("the public key is not valid")]
    BadKey,
    /// The signature does not match key and message.
    #[error("the signature does not match")]
    Mismatch,
}

/// A public key of Ed25519.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PublicKey(#[serde(with = "serde_bytes")] pub [u8; 32]);

/// A signature of Ed25519.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Signature(#[serde(with = "serde_bytes")] pub [u8; 64]);

impl std::fmt::Debug for Signature {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Signature(…)")
    }
}

/// A private key of Ed25519. It never leaves the device that made it and never prints.
#[derive(Clone)]
pub struct SecretKey(ed25519_dalek::SigningKey);

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

impl SecretKey {
    /// The key made of 32 random bytes of the caller.
    #[must_use]
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(&seed))
    }

    /// The 32 bytes to be wrapped by the platform's key store.
    #[must_use]
    pub fn seed(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    /// Signs a message, which carries its own label.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> Signature {
        Signature(self.0.sign(message).to_bytes())
    }
}

impl PublicKey {
    /// Checks a signature strictly (no weak keys, no malleable forms).
    pub fn verify(&self, message: &[u8], signature: &Signature) -> Result<(), SignatureError> {
        let key =
            ed25519_dalek::VerifyingKey::from_bytes(&self.0).map_err(|_| SignatureError::BadKey)?;
        let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
        key.verify_strict(message, &signature)
            .map_err(|_| SignatureError::Mismatch)
    }

    /// Lower-case hexadecimal, as the control stream keeps it.
    #[must_use]
    pub fn to_hex(&self) -> String {
        wangge_domain::Digest(self.0).to_string()
    }

    /// The key written in hexadecimal.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        text.parse::<wangge_domain::Digest>()
            .ok()
            .map(|digest| Self(digest.0))
    }
}
