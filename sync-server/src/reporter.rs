//! Who reported（举报人）: sealed wherever it lies, opened by one function.

use std::path::Path;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use wangge_domain::Digest;
use wangge_domain::public_report::ReportDraft;

use crate::error::RelayStartError;
use crate::keys::secret;

const NONCE_BYTES: usize = 24;
/// Sealed texts are of few lengths, so that the length of a name tells nothing.
const BLOCK_BYTES: usize = 128;

/// Name and telephone number of a reporter（举报人信息）.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Reporter {
    pub(crate) name: String,
    pub(crate) phone: String,
}

/// Never in a log line, whoever prints it.
impl std::fmt::Debug for Reporter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Reporter(..)")
    }
}

impl Reporter {
    pub(crate) fn is_anonymous(&self) -> bool {
        self.name.trim().is_empty() && self.phone.trim().is_empty()
    }
}

/// The key under which reporters are sealed（举报人密钥）: a file of its own that only its owner reads.
#[derive(Clone)]
pub(crate) struct ReporterKey([u8; 32]);

impl ReporterKey {
    /// Reads the key, or makes it.
    pub(crate) fn read(path: &Path) -> Result<Self, RelayStartError> {
        secret(path).map(Self)
    }

    pub(crate) fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Seals a reporter for one subject: moved to another, it does not open.
    pub(crate) fn seal(&self, subject: &[u8], reporter: &Reporter) -> Vec<u8> {
        let mut plain = wangge_protocol::encode(reporter);
        let length = u32::try_from(plain.len()).unwrap_or(u32::MAX);
        let mut padded = length.to_be_bytes().to_vec();
        padded.append(&mut plain);
        padded.resize(padded.len().next_multiple_of(BLOCK_BYTES), 0);
        let nonce: [u8; NONCE_BYTES] = rand::random();
        let payload = Payload {
            msg: &padded,
            aad: subject,
        };
        let sealed = XChaCha20Poly1305::new(&self.0.into())
            .encrypt(&XNonce::from(nonce), payload)
            .expect("a name and a number are far below the limit of the cipher");
        [nonce.as_slice(), &sealed].concat()
    }

    /// Opens what was sealed for this subject; `None` if it was altered or is another's.
    pub(crate) fn open(&self, subject: &[u8], sealed: &[u8]) -> Option<Reporter> {
        let (nonce, body) = sealed.split_first_chunk::<NONCE_BYTES>()?;
        let payload = Payload {
            msg: body,
            aad: subject,
        };
        let padded = XChaCha20Poly1305::new(&self.0.into())
            .decrypt(&XNonce::from(*nonce), payload)
            .ok()?;
        let (length, rest) = padded.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        wangge_protocol::decode(rest.get(..length)?).ok()
    }

    /// By what the same person is known again without being known: a keyed hash of the telephone
    /// number.
    pub(crate) fn person(&self, phone: &str) -> Option<Digest> {
        let digits = ReportDraft::phone_digits(phone);
        if digits.is_empty() {
            return None;
        }
        let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&self.0)
            .expect("HMAC takes a key of any length");
        mac.update(b"wangge/reporter/1");
        mac.update(digits.as_bytes());
        Some(Digest(mac.finalize().into_bytes().into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_reporter_opens_for_its_subject_only_and_hides_its_length() {
        let key = ReporterKey::from_bytes([7; 32]);
        let reporter = Reporter {
            name: "张三".to_owned(),
            phone: "13800000000".to_owned(),
        };
        let sealed = key.seal(b"one", &reporter);
        assert_eq!(key.open(b"one", &sealed), Some(reporter.clone()));
        assert_eq!(key.open(b"two", &sealed), None);
        assert_eq!(ReporterKey::from_bytes([8; 32]).open(b"one", &sealed), None);
        for place in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[place] ^= 1;
            assert_eq!(key.open(b"one", &altered), None);
        }
        assert_eq!(key.seal(b"one", &Reporter::default()).len(), sealed.len());
        assert_eq!(key.open(b"one", &[]), None);
        assert_eq!(format!("{reporter:?}"), "Reporter(..)");
        assert_eq!(key.person("+86 138 0000 0000"), key.person("13800000000"));
        assert_eq!(key.person(" "), None);
    }
}
