use std::sync::Arc;

use wangge_domain::control::{ControlState, DeviceEnrollment};
use wangge_domain::policy::PolicyPack;
use wangge_domain::{StreamId, TenantId, Timestamp};
use wangge_protocol::{PublicKey, SecretKey};

use crate::store::{RelayStore, StoreError};

/// What one turn of the relay rests on. Pure: the caller loads the control state, asks, and
/// commits what it gets.
#[derive(Clone, Copy)]
pub struct RelayContext<'a> {
    /// Whose data.
    pub tenant: TenantId,
    /// The tenant's store.
    pub store: &'a dyn RelayStore,
    /// The control stream folded up to its head.
    pub control: &'a ControlState,
    /// A policy pack by its revision, if the relay still has it.
    pub policy_of: &'a dyn Fn(u32) -> Option<Arc<PolicyPack>>,
    /// The policy pack in force.
    pub policy: &'a PolicyPack,
    /// The relay's service key: signs pages, leases and acts of password sessions.
    pub service_key: &'a SecretKey,
    /// The relay's clock.
    pub now: Timestamp,
    /// The relay was restored, and devices are still bringing back what it lost: no final number
    /// is given and no deadline job runs.
    pub healing: bool,
}

impl std::fmt::Debug for RelayContext<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RelayContext")
            .field("tenant", &self.tenant)
            .field("now", &self.now)
            .finish_non_exhaustive()
    }
}

impl RelayContext<'_> {
    /// The time by which rights to streams are read: never before the last row of the control
    /// stream. A relay whose clock has fallen back, as one without its battery does, would take from
    /// every phone what was granted since.
    pub(crate) fn rights_at(&self) -> Result<Timestamp, StoreError> {
        let head = self.store.head(StreamId::control(self.tenant))?;
        Ok(head.map_or(self.now, |head| head.received_at.max(self.now)))
    }

    /// The enrollment of the service key in use, by which the relay's own jobs act.
    pub(crate) fn service(&self) -> Option<&DeviceEnrollment> {
        let own = self.service_key.public();
        self.control
            .devices
            .values()
            .map(|enrolled| &enrolled.enrollment)
            .find(|enrollment| {
                enrollment.relay_service && PublicKey::from_hex(&enrollment.public_key) == Some(own)
            })
    }
}

/// The relay could not decide. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum RelayError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The relay's service key is not enrolled in the control stream.
    #[error("the relay's service key is not enrolled")]
    ServiceKeyUnknown,
    /// No such record.
    #[error("there is no record {0}")]
    UnknownRecord(wangge_domain::RecordId),
    /// No enrollment for this device and user.
    #[error("the device is not enrolled for this user")]
    UnknownDevice,
    /// An act of a password session is not possible.
    #[error("the act is refused: {0:?}")]
    Refused(wangge_protocol::Refusal),
    /// The relay was restored and is being healed: what wants a final number waits.
    #[error("the relay is being healed after a restore: no number can be given yet")]
    Healing,
    /// The push holds more than a batch may.
    #[error("the request is not well-formed: {0}")]
    Malformed(String),
    /// The control event changes nothing, and why.
    #[error("the control event would change nothing: {0}")]
    Control(#[from] wangge_domain::control::ControlError),
}
