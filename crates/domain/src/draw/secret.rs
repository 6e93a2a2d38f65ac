use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::Digest;

/// The secret of a draw（抽查密值）: 32 random bytes, kept by the office until the day of the draw.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DrawSecret(pub Digest);

impl DrawSecret {
    /// SHA-256 of the secret: what is published with the announcement.
    #[must_use]
    pub fn commit(&self) -> Digest {
        sha256(&[&self.0.0])
    }
}

impl fmt::Debug for DrawSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DrawSecret(..)")
    }
}

/// The seed: SHA-256 of the secret's 32 bytes followed by the public value in UTF-8. Nobody can
/// steer it: the secret was fixed before the public value was known.
#[must_use]
pub fn seed(secret: &DrawSecret, public_value: &str) -> Digest {
    sha256(&[&secret.0.0, public_value.as_bytes()])
}

pub(super) fn sha256(parts: &[&[u8]]) -> Digest {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    Digest(hasher.finalize().into())
}
