use crate::people::Role;
use crate::register::RegisterError;
use crate::{DeviceId, GridId, RecordId, UserId};

/// Why a control row changes nothing（控制流条目无效）. The row stays in the log; every replica
/// refuses it alike.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ControlError {
    /// The row lies before what was folded already.
    #[error("row {row} comes after row {folded} was folded")]
    OutOfOrder {
        /// Of the row.
        row: u64,
        /// Of the state.
        folded: u64,
    },
    /// The grid would stand above itself.
    #[error("grid {0} would be its own ancestor")]
    GridCycle(GridId),
    /// No such grid.
    #[error("grid {0} is unknown")]
    UnknownGrid(GridId),
    /// A grid must be of a smaller level than the one above it.
    #[error("grid {0} is not of a smaller level than the grid above it")]
    GridLevel(GridId),
    /// Premises live in small grids only.
    #[error("grid {0} is not a small grid")]
    NotSmall(GridId),
    /// Something ends before it begins.
    #[error("it ends before it begins")]
    EmptyPeriod,
    /// Nobody holds this grant.
    #[error("{user} does not hold the role {role}")]
    NoSuchGrant {
        /// Who.
        user: UserId,
        /// As what.
        role: Role,
    },
    /// The role of the relay's own jobs is granted to nobody.
    #[error("the system's role cannot be granted")]
    SystemRole,
    /// Nobody holds this certificate.
    #[error("certificate {0} is unknown")]
    UnknownCredential(String),
    /// The short id is empty or belongs to another enrolment: provisional numbers would clash.
    #[error("short id {0:?} is empty or taken")]
    ShortId(String),
    /// The public key is not hexadecimal text.
    #[error("the public key is not hexadecimal text")]
    PublicKey,
    /// A revoked device is enrolled anew only under a new id.
    #[error("device {0} was revoked")]
    DeviceRevoked(DeviceId),
    /// No such device.
    #[error("device {0} is unknown")]
    UnknownDevice(DeviceId),
    /// The recipient of courier files is none.
    #[error("the courier key is not a recipient")]
    CourierKey,
    /// Nobody lets the own work go on, and an extension ends later than the one before.
    #[error("the lease of device {0} is not extended by this")]
    Extension(DeviceId),
    /// Revisions of the policy grow.
    #[error("policy revision {0} is not newer than the last one")]
    StalePolicy(u32),
    /// A row of a register is refused.
    #[error(transparent)]
    Register(#[from] RegisterError),
    /// The premises does not live where the row says.
    #[error("premises {premises} does not live in grid {from}")]
    WrongHome {
        /// Which.
        premises: RecordId,
        /// Where the row says it lived.
        from: GridId,
    },
}
