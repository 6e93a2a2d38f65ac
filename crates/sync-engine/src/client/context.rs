use wangge_domain::RecordId;
use wangge_domain::control::ControlState;
use wangge_domain::policy::PolicyPack;
use wangge_protocol::SecretKey;

use crate::DocumentError;
use crate::store::{ClientStore, Identity, StoreError};

/// What the shell's clocks say（时刻）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The phone's clock, milliseconds since 1970: evidence, not truth.
    pub wall_ms: i64,
    /// Identifies one boot of the phone.
    pub boot_id: u64,
    /// Monotonic clock of this boot, milliseconds, time asleep included.
    pub monotonic_ms: u64,
}

/// What one call into the client's side rests on.
#[derive(Clone, Copy)]
pub struct ClientContext<'a> {
    /// The device's store.
    pub store: &'a dyn ClientStore,
    /// The private key of this (device, user).
    pub key: &'a SecretKey,
    /// The policy pack in force.
    pub policy: &'a PolicyPack,
    /// The control stream folded up to what the device holds.
    pub control: &'a ControlState,
    /// Now.
    pub now: Moment,
}

impl std::fmt::Debug for ClientContext<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ClientContext")
            .field("now", &self.now)
            .finish_non_exhaustive()
    }
}

impl ClientContext<'_> {
    /// Who this device is.
    pub(crate) fn identity(&self) -> Result<Identity, EngineError> {
        self.store.identity()?.ok_or(EngineError::NotEnrolled)
    }
}

/// The engine could not do what was asked. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A document failed.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The device is not enrolled yet.
    #[error("the device is not enrolled")]
    NotEnrolled,
    /// The lease in the store cannot be read.
    #[error("the lease cannot be read")]
    LeaseUnreadable,
    /// There is no such record, and nothing to begin it with.
    #[error("there is no record {0}")]
    UnknownRecord(RecordId),
    /// The record is of another kind, or lives in another stream.
    #[error("record {0} is of another kind or lives in another stream")]
    WrongRecord(RecordId),
    /// The record holds an act, or is of a kind, of a later version: it is shown and not written.
    #[error("record {0} is of a later version and read-only here")]
    ReadOnly(RecordId),
    /// Neither an edit nor an event: there is nothing to seal.
    #[error("there is nothing to seal in record {0}")]
    NothingToSeal(RecordId),
    /// A key breaks the limits of content.
    #[error("the key {0:?} is not allowed")]
    NotAllowed(String),
    /// A text is longer than content may be, in bytes.
    #[error("the value of {key:?} is too long: {bytes} bytes of at most {most}")]
    TextTooLong {
        /// The field.
        key: String,
        /// Bytes of the text.
        bytes: usize,
        /// Bytes it may have.
        most: usize,
    },
    /// A text holds control characters.
    #[error("the value of {0:?} holds control characters")]
    ControlLetters(String),
    /// More than one envelope can carry.
    #[error("record {0} holds more than one envelope can carry")]
    TooLarge(RecordId),
    /// No such envelope of this device.
    #[error("this device made no such envelope")]
    UnknownEnvelope,
}
