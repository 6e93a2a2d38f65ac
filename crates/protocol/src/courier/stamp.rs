use serde::{Deserialize, Serialize};
use wangge_domain::{Digest, TenantId, Timestamp};

use super::{CourierError, CourierPaper, CourierSeal};
use crate::{PublicKey, Signature};

/// What a relay says of a file that is not for it（转交回执）: it has been there, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Hash of the file's body.
    pub file: Digest,
    /// When it came, by that relay's clock.
    pub received_at: Timestamp,
    /// Whose relay it is.
    pub carrier: TenantId,
    /// Its root key.
    pub root_key: PublicKey,
}

impl CourierPaper for Stamp {
    const LABEL: &'static str = "wangge/courier-stamp/1";
}

/// A stamp with the signature of the carrying relay, and its root key's word for that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarriedStamp {
    /// The stamp.
    pub seal: CourierSeal,
    /// The root's signature over the service key.
    pub certificate: Signature,
}

impl CarriedStamp {
    /// Reads a stamp whose signatures hang together. Whether its root key is one to believe is
    /// the caller's question.
    ///
    /// # Errors
    /// [`CourierError`].
    pub fn open(&self) -> Result<Stamp, CourierError> {
        let stamp: Stamp = self.seal.open()?;
        let message = [b"wangge/service-key/1".as_slice(), &self.seal.key.0].concat();
        stamp
            .root_key
            .verify(&message, &self.certificate)
            .map_err(|_| CourierError::NotSigned)?;
        Ok(stamp)
    }
}
