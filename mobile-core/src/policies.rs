//! Policy packs on the phone: the bytes as the relay served them, by their hash.

use std::sync::Arc;

use wangge_domain::control::ControlState;
use wangge_domain::policy::PolicyPack;
use wangge_domain::{Digest, Timestamp};
use wangge_protocol::Lease;
use wangge_sync_engine::store::Identity;

use crate::error::CoreError;
use crate::store::Database;

/// Hash of the pack that is to be in force now: by the control stream, before that by the lease.
pub(crate) fn wanted(identity: &Identity, control: &ControlState, now: Timestamp) -> Digest {
    let leased = || {
        wangge_protocol::decode::<Lease>(&identity.lease.bytes)
            .map_or(Digest::ZERO, |lease| lease.policy_digest)
    };
    control
        .policy_at(now)
        .map_or_else(leased, |policy| policy.digest)
}

/// The pack in force. While a newer one has not arrived yet, the last one that did.
pub(crate) fn in_force(
    store: &Database,
    identity: &Identity,
    control: &ControlState,
    now: Timestamp,
) -> Result<Arc<PolicyPack>, CoreError> {
    let wanted = wanted(identity, control, now);
    let pack = match store.policy(wanted)? {
        Some(pack) => Some(pack),
        None => store.newest_policy()?,
    };
    match pack {
        Some(bytes) => parse(&bytes).map(Arc::new),
        // The database was lost together with the packs: the built-in one until the next sync.
        None => Ok(Arc::new(wangge_domain::policy::default_pack())),
    }
}

/// Reads a pack that was verified by its hash. The relay read it before it was put in force, so
/// what this app cannot read in it is of a later version.
pub(crate) fn parse(bytes: &[u8]) -> Result<PolicyPack, CoreError> {
    PolicyPack::parse(bytes).map_err(|error| CoreError::NewerPolicy(error.to_string()))
}

impl crate::facade::Core {
    /// The pack that a record pinned; the one in force if it pinned none, or one that this phone
    /// never had.
    pub(crate) fn pack_of(
        &self,
        session: &crate::session::Session,
        revision: Option<u32>,
    ) -> Result<Arc<PolicyPack>, CoreError> {
        let Some(revision) = revision.filter(|it| *it != session.policy.revision) else {
            return Ok(Arc::clone(&session.policy));
        };
        let mut packs = self
            .inner
            .packs
            .lock()
            .map_err(|_| crate::facade::poisoned())?;
        if let Some(pack) = packs.get(&revision) {
            return Ok(Arc::clone(pack));
        }
        match self.inner.store.policy_of_revision(revision)? {
            Some(bytes) => {
                let pack = Arc::new(parse(&bytes)?);
                packs.insert(revision, Arc::clone(&pack));
                Ok(pack)
            }
            None => Ok(Arc::clone(&session.policy)),
        }
    }
}
