//! The gate（闸门）that every change passes before the document library sees it.
//!
//! Documents here are flat: scalars under keys of the root. So the gate reads a change entirely
//! by itself, counts every run before it expands it, and writes the change again: only the one
//! canonical form passes. Whatever the library would trust without looking (operation counters,
//! sequence numbers, replaced operations) is compared with the document
//! ([`Document::apply`](crate::Document::apply)).

mod change;
mod columns;
mod encode;
mod inspect;
pub mod limits;
mod reader;
mod reason;
mod saved;

pub use change::{ActorId, FlatOp, InspectedChange};
pub(crate) use encode::encode_change;
pub use inspect::inspect;
pub(crate) use reader::Reader;
pub use reason::{GateError, GateReason};
pub use saved::inspect_saved;

use wangge_domain::{DeviceId, UserId};
use wangge_protocol::Hasher;

/// Who sealed the change that stands at the gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GateContext {
    /// On which device.
    pub device: DeviceId,
    /// Who.
    pub user: UserId,
}

impl GateContext {
    /// True if the actor is one of this device and user, in whatever incarnation.
    #[must_use]
    pub fn owns(&self, actor: &ActorId) -> bool {
        actor.0[..12] == actor_id(self.device, self.user, 0).0[..12]
    }
}

/// The actor under which a person on a device writes changes; `incarnation` rises when records
/// must be made anew, after a refusal or a clone.
#[must_use]
pub fn actor_id(device: DeviceId, user: UserId, incarnation: u32) -> ActorId {
    let hash = Hasher::new("wangge/actor/1")
        .part(device.as_bytes())
        .part(user.as_bytes())
        .finish();
    let mut bytes = [0; 16];
    bytes[..12].copy_from_slice(&hash.0[..12]);
    bytes[12..].copy_from_slice(&incarnation.to_be_bytes());
    ActorId(bytes)
}

#[cfg(test)]
mod tests;
