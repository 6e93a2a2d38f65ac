use serde::{Deserialize, Serialize};

/// Why an envelope was refused or set apart（拒收原因）. One table: `docs/API.md` lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    // ---- final: refused --------------------------------------------------------------------
    /// The bytes are not an envelope.
    Malformed,
    /// The seal does not hold, or the key is not the device's.
    BadSeal,
    /// Meant for another tenant or a stream that does not exist.
    UnknownStream,
    /// No enrollment for this (device, user).
    UnknownDevice,
    /// The author has no grant that reaches this stream.
    OutOfScope,
    /// The gate turned the change away.
    GateRejected,
    /// The record is of another kind than the header says, or lives in another stream.
    WrongRecord,
    /// A change that this one builds on was refused.
    DependsOnRefused,
    /// A limit of size or number.
    TooLarge,
    // ---- a person decides: quarantined -------------------------------------------------------
    /// Same (device, seq) with other bytes: a cloned or tampered device.
    Equivocation,
    /// Made after the lease had run out.
    LeaseExpired,
    /// Cites no lease, or one that the relay never signed for this device.
    LeaseUnknown,
    /// The device or the role was revoked.
    Revoked,
    /// Waits for an envelope that stands in quarantine.
    AfterQuarantined,
    /// The content does not decode to the record's type.
    ContentInvalid,
    /// The rules failed on it unexpectedly: the record stays at its last good state.
    ProcessingFailed,
}

impl Refusal {
    /// True if nobody can admit it later.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(
            self,
            Self::Malformed
                | Self::BadSeal
                | Self::UnknownStream
                | Self::UnknownDevice
                | Self::OutOfScope
                | Self::GateRejected
                | Self::WrongRecord
                | Self::DependsOnRefused
                | Self::TooLarge
        )
    }
}
