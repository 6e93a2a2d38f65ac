//! What the root key says of other keys（根密钥的证明）, and how it travels.

use serde::{Deserialize, Serialize};
use wangge_domain::{Digest, Timestamp};

use crate::{Hasher, PublicKey, SecretKey, Signature};

/// Begins what the root key signs of a TLS key, and marks it inside a certificate.
const TLS_KEY: &[u8] = b"wangge/tls-key/1";
/// Begins what the root key signs of a service key.
const SERVICE_KEY: &[u8] = b"wangge/service-key/1";

/// The bytes that the root key signs to certify a service key. FROZEN.
#[must_use]
pub fn service_key_message(key: &PublicKey) -> Vec<u8> {
    [SERVICE_KEY, &key.0].concat()
}

/// The root key's word for the TLS key of a relay（TLS密钥证明）: who knows the root key accepts that
/// relay. A later word stands above an earlier one, so that a key that was given up is not accepted
/// again. FROZEN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TlsWord {
    /// When it was given.
    #[serde(rename = "t")]
    pub issued: Timestamp,
    /// The root's signature.
    #[serde(rename = "s")]
    pub signature: Signature,
}

impl TlsWord {
    /// Certifies the key with this SHA-256 of its SubjectPublicKeyInfo.
    #[must_use]
    pub fn give(root: &SecretKey, pin: &Digest, issued: Timestamp) -> Self {
        Self {
            issued,
            signature: root.sign(&Self::message(pin, issued)),
        }
    }

    /// Whether this root key gave it for this key.
    #[must_use]
    pub fn holds(&self, root: &PublicKey, pin: &Digest) -> bool {
        let message = Self::message(pin, self.issued);
        root.verify(&message, &self.signature).is_ok()
    }

    fn message(pin: &Digest, issued: Timestamp) -> Vec<u8> {
        [TLS_KEY, &issued.0.to_be_bytes(), &pin.0].concat()
    }

    /// The bytes that stand in a certificate.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        [TLS_KEY, &self.issued.0.to_be_bytes(), &self.signature.0].concat()
    }

    /// The word that stands somewhere in a certificate. Where it stands does not matter: it proves
    /// itself.
    #[must_use]
    pub fn find(certificate: &[u8]) -> Option<Self> {
        let mut places = certificate.windows(TLS_KEY.len());
        let start = places.position(|bytes| bytes == TLS_KEY)? + TLS_KEY.len();
        let (issued, rest) = certificate.get(start..)?.split_first_chunk::<8>()?;
        let (signature, _) = rest.split_first_chunk::<64>()?;
        Some(Self {
            issued: Timestamp(i64::from_be_bytes(*issued)),
            signature: Signature(*signature),
        })
    }
}

/// The pin of the TLS key that a relay is going to take（下一个证书指纹）, announced ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextPin {
    /// SHA-256 of its SubjectPublicKeyInfo.
    #[serde(rename = "p")]
    pub pin: Digest,
    /// Not in use before this time.
    #[serde(rename = "f")]
    pub from: Timestamp,
}

/// Service keys that the root key takes its word back for（吊销的服务密钥）. One list at a time: a later
/// one stands for all earlier ones. FROZEN.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevokedKeys {
    /// When it was made.
    #[serde(rename = "t")]
    pub issued: Timestamp,
    /// The keys, in order.
    #[serde(rename = "k")]
    pub keys: Vec<PublicKey>,
    /// The root's signature.
    #[serde(rename = "s")]
    pub signature: Signature,
}

impl RevokedKeys {
    /// Makes and signs a list.
    #[must_use]
    pub fn sign(root: &SecretKey, mut keys: Vec<PublicKey>, issued: Timestamp) -> Self {
        keys.sort_unstable();
        keys.dedup();
        let signature = root.sign(&Self::message(&keys, issued).0);
        Self {
            issued,
            keys,
            signature,
        }
    }

    /// Whether this root key signed it.
    #[must_use]
    pub fn holds(&self, root: &PublicKey) -> bool {
        let message = Self::message(&self.keys, self.issued);
        root.verify(&message.0, &self.signature).is_ok()
    }

    fn message(keys: &[PublicKey], issued: Timestamp) -> Digest {
        let mut hasher = Hasher::new("wangge/revoked-service-keys/1").part(&issued.0.to_be_bytes());
        for key in keys {
            hasher = hasher.part(&key.0);
        }
        hasher.finish()
    }
}

/// What a device knows and asks of the root key's words, with an exchange.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustClaim {
    /// Certificates of the service keys that signed the pages given back: a relay that was appointed
    /// in the place of a lost one does not know them.
    #[serde(rename = "c", default, skip_serializing_if = "Vec::is_empty")]
    pub certificates: Vec<(PublicKey, Signature)>,
    /// Service keys that it trusts and whose certificate it did not keep.
    #[serde(rename = "w", default, skip_serializing_if = "Vec::is_empty")]
    pub wanted: Vec<PublicKey>,
    /// When the list of revoked keys was made that it holds.
    #[serde(rename = "r", default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<Timestamp>,
}

impl TrustClaim {
    /// Most keys asked for at once.
    pub const MOST_WANTED: usize = 64;

    /// `None` if there is nothing to say.
    #[must_use]
    pub fn if_any(self) -> Option<Self> {
        (self != Self::default()).then_some(self)
    }
}

/// What a relay tells of keys, with an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustNotice {
    /// The next TLS key, as long as it is not in use.
    #[serde(rename = "n", default, skip_serializing_if = "Option::is_none")]
    pub next_pin: Option<NextPin>,
    /// Revoked service keys, to a device that has an earlier list or none.
    #[serde(rename = "r", default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<RevokedKeys>,
}

impl TrustNotice {
    /// `None` if there is nothing to say.
    #[must_use]
    pub fn if_any(self) -> Option<Self> {
        (self != Self::default()).then_some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PIN: Digest = Digest([7; 32]);

    #[test]
    fn a_word_is_found_in_a_certificate_and_holds_for_its_key_alone() {
        let root = SecretKey::from_seed([1; 32]);
        let word = TlsWord::give(&root, &PIN, Timestamp(5));
        let certificate = [b"before".as_slice(), word.to_bytes().as_slice(), b"after"].concat();
        assert_eq!(TlsWord::find(&certificate), Some(word));
        assert!(word.holds(&root.public(), &PIN));
        assert!(!word.holds(&root.public(), &Digest([8; 32])));
        assert!(!word.holds(&SecretKey::from_seed([2; 32]).public(), &PIN));
        let later = TlsWord {
            issued: Timestamp(6),
            ..word
        };
        assert!(!later.holds(&root.public(), &PIN), "its time is signed too");
        let bytes = word.to_bytes();
        assert_eq!(TlsWord::find(&bytes[..bytes.len() - 1]), None);
        assert_eq!(TlsWord::find(b"nothing of the kind"), None);
    }

    #[test]
    fn a_list_of_revoked_keys_is_the_roots() {
        let root = SecretKey::from_seed([1; 32]);
        let keys = [3, 2, 3].map(|seed| SecretKey::from_seed([seed; 32]).public());
        let list = RevokedKeys::sign(&root, keys.to_vec(), Timestamp(9));
        assert_eq!(list.keys.len(), 2);
        assert!(list.holds(&root.public()));
        let mut shorter = list.clone();
        shorter.keys.pop();
        assert!(!shorter.holds(&root.public()));
        assert!(!list.holds(&SecretKey::from_seed([2; 32]).public()));
    }
}
