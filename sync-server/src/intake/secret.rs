use std::path::Path;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::error::RelayStartError;
use crate::keys::secret;
use crate::reporter::ReporterKey;

/// What the process for the public keeps secret: one file, from which each use has its own key.
pub(crate) struct IntakeSecret {
    seed: [u8; 32],
}

impl IntakeSecret {
    /// Reads the secret of the folder, or makes it.
    pub(crate) fn read(folder: &Path) -> Result<Self, RelayStartError> {
        let seed = secret(&folder.join("intake.key"))?;
        Ok(Self { seed })
    }

    /// The key under which a reporter lies until the relay has collected the report: another one
    /// than the relay's own, which this process never sees.
    pub(crate) fn reporter_key(&self) -> ReporterKey {
        ReporterKey::from_bytes(self.mac("reporter", &[]))
    }

    /// A keyed hash for one use.
    pub(super) fn mac(&self, purpose: &str, bytes: &[u8]) -> [u8; 32] {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.seed).expect("HMAC takes a key of any length");
        mac.update(b"wangge/intake/1/");
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(bytes);
        mac.finalize().into_bytes().into()
    }

    /// Whether a keyed hash is right, in constant time.
    pub(super) fn verifies(&self, purpose: &str, bytes: &[u8], given: &[u8]) -> bool {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.seed).expect("HMAC takes a key of any length");
        mac.update(b"wangge/intake/1/");
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(bytes);
        mac.verify_slice(given).is_ok()
    }
}
