use super::{ControlError, ControlState, DeviceOrder};
use crate::policy::PolicyPack;
use crate::{DeviceId, Timestamp, UserId};

/// The operation whose holders may let work go on after a lease: those who may admit it later.
const MAY_EXTEND: &str = "quarantine_admit";

impl ControlState {
    /// Whether a person may let another one's device work on offline（离线租约延期）at this instant:
    /// whoever may admit the work of every grid of that person, and never the person alone.
    #[must_use]
    pub fn may_extend_lease(
        &self,
        policy: &PolicyPack,
        by: UserId,
        user: UserId,
        at: Timestamp,
    ) -> bool {
        let grids = self.grids_of(user, at);
        let reaches = |grid| {
            let path = self.path(grid);
            self.grants_of(by, at).any(|grant| {
                policy.permits(grant.role, MAY_EXTEND).is_some() && grant.covers(&path, None)
            })
        };
        by != user && !grids.is_empty() && grids.into_iter().all(reaches)
    }

    /// Until when work of this (device, user) that cites a lease is made in it: the lease's own
    /// time, or a later one by somebody's word.
    #[must_use]
    pub fn lease_until(
        &self,
        device: DeviceId,
        user: UserId,
        offline_until: Timestamp,
    ) -> Timestamp {
        let extended = self.extensions.get(&(device, user));
        extended.map_or(offline_until, |until| offline_until.max(*until))
    }

    /// What this (device, user) was told last; `None`: nothing, or to work as before.
    #[must_use]
    pub fn order_to(&self, device: DeviceId, user: UserId) -> Option<DeviceOrder> {
        let order = self.orders.get(&(device, user)).copied();
        order.filter(|order| *order != DeviceOrder::Unlock)
    }

    pub(super) fn extend_lease(
        &mut self,
        key: (DeviceId, UserId),
        until: Timestamp,
        by: UserId,
    ) -> Result<(), ControlError> {
        if !self.devices.contains_key(&key) {
            return Err(ControlError::UnknownDevice(key.0));
        }
        let before = self.extensions.get(&key);
        if by == key.1 || before.is_some_and(|before| *before >= until) {
            return Err(ControlError::Extension(key.0));
        }
        self.extensions.insert(key, until);
        Ok(())
    }

    pub(super) fn order(
        &mut self,
        device: DeviceId,
        user: Option<UserId>,
        order: DeviceOrder,
    ) -> Result<(), ControlError> {
        let meant: Vec<_> = self
            .devices
            .iter()
            .filter(|((held, of), enrolled)| {
                *held == device
                    && user.is_none_or(|user| user == *of)
                    && !enrolled.enrollment.relay_service
            })
            .map(|(key, _)| *key)
            .collect();
        if meant.is_empty() {
            return Err(ControlError::UnknownDevice(device));
        }
        for key in meant {
            self.orders.insert(key, order);
        }
        Ok(())
    }
}
