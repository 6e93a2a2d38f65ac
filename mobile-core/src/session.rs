use std::sync::Arc;

use wangge_domain::control::{ControlState, DeviceOrder};
use wangge_domain::people::Person;
use wangge_domain::policy::PolicyPack;
use wangge_domain::{DeviceId, GridId, StreamId, TenantId, Timestamp, UserId};
use wangge_protocol::{Lease, SecretKey};
use wangge_sync_engine::store::Identity;

use crate::error::CoreError;
use crate::store::Homes;

/// Who acts on this phone and by which rules（当前身份）: replaced as a whole when the control stream,
/// the lease or the policy changes.
#[derive(Clone)]
pub(crate) struct Session {
    /// Whose data.
    pub(crate) tenant: TenantId,
    /// The person.
    pub(crate) user: UserId,
    /// The installation.
    pub(crate) device: DeviceId,
    /// The private key.
    pub(crate) key: SecretKey,
    /// The lease in force, its signature checked when it came.
    pub(crate) lease: Lease,
    /// The policy pack in force.
    pub(crate) policy: Arc<PolicyPack>,
    /// The control stream folded.
    pub(crate) control: Arc<ControlState>,
    /// Until when this phone may work offline by somebody's word, if that is later than the lease.
    pub(crate) extended_until: Option<Timestamp>,
    /// What the relay has ordered this phone to do.
    pub(crate) order: Option<DeviceOrder>,
    /// Where the records on this phone live.
    pub(crate) homes: Homes,
}

impl Session {
    /// Puts a session together from what the store holds.
    pub(crate) fn new(
        identity: &Identity,
        key: SecretKey,
        policy: Arc<PolicyPack>,
        control: Arc<ControlState>,
        extended_until: Option<Timestamp>,
    ) -> Option<Self> {
        let lease: Lease = wangge_protocol::decode(&identity.lease.bytes).ok()?;
        Some(Self {
            homes: Homes::of(&lease, &control),
            tenant: identity.tenant,
            user: identity.user,
            device: identity.device,
            key,
            lease,
            policy,
            extended_until,
            order: control.order_to(identity.device, identity.user),
            control,
        })
    }

    /// The person as entered.
    pub(crate) fn person(&self) -> &Person {
        self.control
            .people
            .get(&self.user)
            .unwrap_or(&self.lease.person)
    }

    /// Whether the lease names this grid's stream: only whole streams replicate. One that is here
    /// only for premises that have moved out of the grid makes it no grid of this person's.
    pub(crate) fn holds(&self, grid: GridId) -> bool {
        self.lease.streams.contains(&StreamId::of_grid(grid)) && !self.homes.is_lent(grid)
    }

    /// Refuses a question about a grid whose log is not here: "nothing is due" would be the answer.
    ///
    /// # Errors
    /// [`CoreError::UnknownGrid`].
    pub(crate) fn own(&self, grid: Option<GridId>) -> Result<(), CoreError> {
        match grid {
            Some(grid) if !self.holds(grid) => Err(CoreError::UnknownGrid),
            _ => Ok(()),
        }
    }

    /// Days of the lease left at this time; negative once it has run out.
    pub(crate) fn lease_days_left(&self, now: Timestamp) -> i64 {
        const DAY_MS: i64 = 24 * 3600 * 1000;
        self.offline_until()
            .0
            .saturating_sub(now.0)
            .div_euclid(DAY_MS)
    }
}
