use serde::{Deserialize, Serialize};
use wangge_protocol::{PublicKey, Signature};

/// The relay's word that the log had come to this line（检查点）: signed by the service key in use, which the
/// root key certifies, so that anybody who holds the printed root key can check it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Checkpoint {
    /// Number of the last line.
    pub(crate) seq: u64,
    /// Its hash.
    pub(crate) hash: String,
    /// When, milliseconds since 1970.
    pub(crate) at: i64,
    /// The service key, hex.
    pub(crate) key: String,
    /// The root key's signature over it, hex.
    pub(crate) certificate: String,
    /// The service key's signature over the line, hex.
    pub(crate) signature: String,
}

/// What is signed.
pub(crate) fn message(seq: u64, hash: &str, at: i64) -> Vec<u8> {
    format!("wangge/audit-checkpoint/1\n{seq}\n{hash}\n{at}").into_bytes()
}

impl Checkpoint {
    /// Whether the key signed it and, if the root key is known, the root certifies the key.
    pub(crate) fn holds(&self, root: Option<&PublicKey>) -> bool {
        let mut bytes = [0; 32];
        if hex::decode_to_slice(&self.key, &mut bytes).is_err() {
            return false;
        }
        let key = PublicKey(bytes);
        let signature = |text: &str| {
            let mut bytes = [0; 64];
            hex::decode_to_slice(text, &mut bytes)
                .ok()
                .map(|()| Signature(bytes))
        };
        let (Some(signed), Some(certificate)) =
            (signature(&self.signature), signature(&self.certificate))
        else {
            return false;
        };
        let text = message(self.seq, &self.hash, self.at);
        let certified = root.is_none_or(|root| {
            let named = [b"wangge/service-key/1".as_slice(), &key.0].concat();
            root.verify(&named, &certificate).is_ok()
        });
        certified && key.verify(&text, &signed).is_ok()
    }
}
