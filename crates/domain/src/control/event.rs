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
        /// Since when, as the relay first entered it: a move that comes back after a restore keeps
        /// its time. `None`: since it was received.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<Timestamp>,
        /// Who said so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<UserId>,
    },
    /// A dated row of a register: what a township sets.
    RegisterSet(RegisterRow),
    /// The key of this relay that courier files（信使文件）are encrypted to, from now on.
    CourierKeySet {
        /// An X25519 recipient, `age1…`.
        recipient: String,
    },
    /// A person in reach of a device's work let it go on offline（离线租约延期）, by a signed code.
    LeaseExtended {
        /// Which device.
        device: DeviceId,
        /// Whose work on it.
        user: UserId,
        /// Until when.
        until: Timestamp,
        /// Who said so.
        by: UserId,
        /// With which device's key.
        by_device: DeviceId,
        /// Hash of the signed bytes.
        proof: Digest,
    },
    /// A device is told what to do with what it holds（远程指令）.
    DeviceOrdered {
        /// Which.
        device: DeviceId,
        /// Whose data on it; `None`: everybody's.
        #[serde(default)]
        user: Option<UserId>,
        /// What.
        order: DeviceOrder,
        /// Why.
        reason: String,
    },
}

/// What a device is told（远程指令）. The newest order counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeviceOrder {
    /// Show nothing and take nothing; syncing goes on.
    Lock,
    /// Work as before.
    Unlock,
    /// Send everything that waits, then destroy the keys and the data.
    WipeAfterSync,
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
