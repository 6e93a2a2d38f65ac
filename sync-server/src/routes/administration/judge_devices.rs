use wangge_domain::control::ControlEvent;
use wangge_domain::{DeviceId, UserId};

use super::change::{DeviceOrderChange, DeviceRevoke};
use super::problem::{ChangeProblem, text};
use super::standing::Standing;
use crate::admin::revocation_frontier;

const OPERATION: &str = "device_manage";

impl Standing<'_> {
    fn device(&self, device: &str, user: &str) -> Result<(DeviceId, UserId), ChangeProblem> {
        let user = self.person(OPERATION, "user", user)?;
        self.may_touch(OPERATION, user)?;
        let unknown = || ChangeProblem::unknown("device", "没有这台设备", "no such device");
        let device: DeviceId = device.parse().map_err(|_| unknown())?;
        let held = self.control.devices.get(&(device, user));
        if held.is_none_or(|held| held.enrollment.relay_service) {
            return Err(unknown());
        }
        Ok((device, user))
    }

    pub(super) fn judge_device_order(
        &self,
        it: &DeviceOrderChange,
    ) -> Result<ControlEvent, ChangeProblem> {
        let (device, user) = self.device(&it.device, &it.user)?;
        Ok(ControlEvent::DeviceOrdered {
            device,
            user: Some(user),
            order: it.order,
            reason: text("reason", &it.reason, 300)?,
        })
    }

    pub(super) fn judge_device_revoke(
        &self,
        it: &DeviceRevoke,
    ) -> Result<ControlEvent, ChangeProblem> {
        let (device, user) = self.device(&it.device, &it.user)?;
        let reason = text("reason", &it.reason, 300)?;
        let frontier = revocation_frontier(&self.app.tenant, &self.control, device, &[user])
            .map_err(|error| {
                let zh = "暂时无法读取数据，请稍后再试";
                ChangeProblem::new("device", "busy", zh, &error.to_string())
            })?;
        Ok(ControlEvent::DeviceRevoked {
            device,
            user: Some(user),
            frontier,
            reason,
        })
    }
}
