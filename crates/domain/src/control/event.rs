use serde::{Deserialize, Serialize};

use super::Grid;
use crate::people::{Credential, Person, RoleGrant};
use crate::register::RegisterRow;
use crate::{DeviceId, Digest, GridId, RecordId, Timestamp, UserId};

/// One row of the control stream. External tagging keeps the bytes canonical.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ControlEvent {
    /// A grid was drawn, or drawn anew under the same id.
    GridSet(Grid),
    /// A grid ceased to exist.
    GridClosed {
        /// Which.
        grid: GridId,
        /// Why.
        reason: String,
    },
    /// A person was entered or corrected.
    PersonSet(Person),
    /// A role was granted.
    RoleGranted(RoleGrant),
    /// Every grant of this role to this person ends.
    RoleRevoked {
        /// Who.
        user: UserId,
        /// As what.
        role: crate::people::Role,
        /// Why.
        reason: String,
    },
    /// A certificate was entered; one with the same number replaces it.
    CredentialIssued(Credential),
    /// A certificate was withdrawn.
    CredentialRevoked {
        /// Whose.
        user: UserId,
        /// Number of the certificate.
        number: String,
        /// Why.
        reason: String,
    },
    /// A device was enrolled for a person.
    DeviceEnrolled(DeviceEnrollment),
    /// A device may write no more; what comes after the frontier goes to quarantine.
    DeviceRevoked {
        /// Which.
        device: DeviceId,
        /// Whose key and chain on it; `None`: everybody's.
        #[serde(default)]
        user: Option<UserId>,
        /// The last sequence number seen, by stream, of this device.
        frontier: Vec<(crate::StreamId, u64)>,
        /// Why.
        reason: String,
    },
    /// A policy pack takes effect.
    PolicyActivated {
        /// Revision, growing.
        revision: u32,
        /// Hash of the pack's bytes, which the relay serves.
        digest: Digest,
        /// From when.
        from: Timestamp,
    },
    /// A premises moved to another grid with all that hangs on it.
    PremisesMoved {
        /// Which premises.
        premises: RecordId,
        /// From which grid.
        from: GridId,
        /// To which grid.
        to: GridId,
        /// Why.
        reason: String,
    },
    /// A dated row of a register: what a township sets.
    RegisterSet(RegisterRow),
}

/// A device enrolled for one person: one key and chain per (device, user).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceEnrollment {
    /// The installation.
    pub device: DeviceId,
    /// The person.
    pub user: UserId,
    /// Signature algorithm: 1 = Ed25519; 2 = P-256 and 3 = SM2 are reserved.
    pub algorithm: u8,
    /// Public key in the algorithm's usual form, hexadecimal.
    pub public_key: String,
    /// Short id that stands in provisional numbers（暂-）, unique in the tenant.
    pub short_id: String,
    /// Name of the phone as the worker knows it.
    #[serde(default)]
    pub label: String,
    /// True for the relay's own service keys: acts they sign are *attested by relay*.
    #[serde(default)]
    pub relay_service: bool,
}
