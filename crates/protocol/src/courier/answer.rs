use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use wangge_domain::{DeviceId, Digest, TenantId, Timestamp, UserId};

use super::CourierPaper;
use crate::{EnvelopeId, Signature, SyncResponse, Verdict};

/// What the relay sends back by hand（信使回信）: verdicts on a letter, and everything that exchanges
/// would have brought since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourierAnswer {
    /// Whose data.
    pub tenant: TenantId,
    /// To which device.
    pub device: DeviceId,
    /// To whom.
    pub user: UserId,
    /// Number of the letter.
    pub number: u64,
    /// Hash of the letter.
    pub letter: Digest,
    /// The relay's clock when it was written.
    pub relay_time: Timestamp,
    /// The root key's word for the key that signs this.
    pub certificate: Signature,
    /// What became of the envelopes of the letter.
    pub verdicts: Vec<(EnvelopeId, Verdict)>,
    /// Rows, lease and keys, as answers of exchanges that follow on one another.
    pub exchanges: Vec<SyncResponse>,
    /// Policy packs in force or to come that the device lacks.
    #[serde(default)]
    pub policies: Vec<ByteBuf>,
    /// There was more than a file may hold: the next letter brings the rest.
    #[serde(default)]
    pub more: bool,
}

impl CourierPaper for CourierAnswer {
    const LABEL: &'static str = "wangge/courier-answer/1";
}
