use std::collections::BTreeSet;

use serde::Serialize;
use wangge_domain::control::{ControlEvent, ControlState, DeviceOrder};
use wangge_domain::{DeviceId, StreamId, UserId};
use wangge_sync_engine::store::StoreError;

use super::Admin;
use crate::error::RelayStartError;
use crate::tenant::Tenant;

/// A device as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeviceView {
    /// Id.
    pub device: String,
    /// Whose.
    pub user: String,
    /// Name of the person.
    pub name: String,
    /// Name of the phone.
    pub label: String,
    /// Short id on provisional numbers.
    pub short_id: String,
    /// May write no more.
    pub revoked: bool,
    /// The relay's own service key.
    pub relay_service: bool,
}

impl Admin {
    /// All devices.
    pub fn devices(&self) -> Result<Vec<DeviceView>, RelayStartError> {
        let control = self.tenant.control()?;
        Ok(control
            .devices
            .iter()
            .map(|((device, user), held)| DeviceView {
                device: device.to_string(),
                user: user.to_string(),
                name: control
                    .people
                    .get(user)
                    .map(|one| one.name.clone())
                    .unwrap_or_default(),
                label: held.enrollment.label.clone(),
                short_id: held.enrollment.short_id.clone(),
                revoked: held.revoked.is_some(),
                relay_service: held.enrollment.relay_service,
            })
            .collect())
    }

    /// The device meant: by id, or by the short id of an enrollment.
    pub fn find_device(&self, which: &str) -> Result<DeviceId, RelayStartError> {
        let control = self.tenant.control()?;
        let found = control.devices.iter().find(|((device, _), held)| {
            held.enrollment.short_id == which || device.to_string() == which
        });
        found
            .map(|((device, _), _)| *device)
            .ok_or_else(|| RelayStartError::invalid(format!("没有设备 {which}（no such device）")))
    }

    /// Orders a device（远程锁定、解锁、同步后清除）: it obeys at its next contact, by network or by
    /// courier file. The newest order counts.
    pub fn order_device(
        &self,
        device: DeviceId,
        user: Option<UserId>,
        order: DeviceOrder,
        reason: &str,
    ) -> Result<(), RelayStartError> {
        if reason.trim().is_empty() {
            return Err(RelayStartError::invalid("请写明理由（say why）"));
        }
        self.append(&[ControlEvent::DeviceOrdered {
            device,
            user,
            order,
            reason: reason.trim().to_owned(),
        }])?;
        Ok(())
    }

    /// Revokes a device: what it sent so far stands, what comes later goes to quarantine.
    pub fn revoke_device(
        &self,
        device: DeviceId,
        user: Option<UserId>,
        reason: &str,
    ) -> Result<(), RelayStartError> {
        let control = self.tenant.control()?;
        let users: BTreeSet<UserId> = control
            .devices
            .keys()
            .filter(|(held, of)| *held == device && user.is_none_or(|one| one == *of))
            .map(|(_, of)| *of)
            .collect();
        if users.is_empty() {
            return Err(RelayStartError::invalid(format!(
                "没有设备 {device}（no such device）"
            )));
        }
        let users: Vec<UserId> = users.into_iter().collect();
        let frontier = revocation_frontier(&self.tenant, &control, device, &users)?;
        let reason = reason.to_owned();
        self.append(&[ControlEvent::DeviceRevoked {
            device,
            user,
            frontier,
            reason,
        }])?;
        Ok(())
    }
}

/// The last envelope of a device that is held, by stream: what it sent so far stands.
pub(crate) fn revocation_frontier(
    tenant: &Tenant,
    control: &ControlState,
    device: DeviceId,
    users: &[UserId],
) -> Result<Vec<(StreamId, u64)>, StoreError> {
    let turn = tenant.database.turn(tenant.id())?;
    let mut frontier: Vec<(StreamId, u64)> = Vec::new();
    for grid in control.grids.keys() {
        let stream = StreamId::of_grid(*grid);
        let mut last = 0;
        for user in users {
            let tip = turn.chain_tip(stream, device, *user)?;
            last = last.max(tip.map_or(0, |(seq, _)| seq));
        }
        if last > 0 {
            frontier.push((stream, last));
        }
    }
    Ok(frontier)
}
