use serde::{Deserialize, Serialize};
use wangge_domain::{DeviceId, Digest, TenantId, Timestamp, UserId};

use super::CourierPaper;
use crate::{Batch, Capabilities, Cursor, SignedExtension, SignedLease};

/// What a phone sends by hand（信使信件）: as much as several exchanges would carry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourierLetter {
    /// Whose data.
    pub tenant: TenantId,
    /// Which device.
    pub device: DeviceId,
    /// Who.
    pub user: UserId,
    /// Counts the letters of this device, from 1.
    pub number: u64,
    /// When it was written, as far as the phone can say.
    pub made_at: Timestamp,
    /// The recipient that the answer is encrypted to, `age1…`.
    pub answer_to: String,
    /// Where the device stands, stream by stream.
    pub cursors: Vec<Cursor>,
    /// Hash of the lease in force on the device.
    pub lease: Digest,
    /// Leases that the envelopes cite, that one among them: a restored relay may lack them.
    #[serde(default)]
    pub leases: Vec<SignedLease>,
    /// By whose word the lease was extended.
    #[serde(default)]
    pub extensions: Vec<SignedExtension>,
    /// Policy packs that the device holds, by the hash of their bytes.
    #[serde(default)]
    pub policies: Vec<Digest>,
    /// Envelopes in their order.
    pub pushes: Vec<Batch>,
    /// The photos that follow the letter in the file, in this order.
    #[serde(default)]
    pub blobs: Vec<CarriedBlob>,
    /// What the app can do, and its generation: the answer is written for it. Apps of before did not
    /// say; what they get says `can`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capabilities: Option<Capabilities>,
}

/// A photo file in a letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarriedBlob {
    /// SHA-256 of its bytes.
    #[serde(rename = "d")]
    pub digest: Digest,
    /// How many bytes.
    #[serde(rename = "n")]
    pub length: u64,
}

impl CourierLetter {
    /// What the app that wrote it can do, as far as it says: apps of before did not, and read no
    /// redactions.
    #[must_use]
    pub fn can(&self) -> Capabilities {
        let before = Capabilities(Capabilities::THIS_BUILD.0 & !Capabilities::REDACTION.0);
        self.capabilities.unwrap_or(before)
    }
}

impl CourierPaper for CourierLetter {
    const LABEL: &'static str = "wangge/courier-letter/1";
}
