use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use wangge_domain::control::ControlState;
use wangge_domain::{DeviceId, StreamId, UserId};

use super::caller_slot::CallerSlot;
use super::token::TokenHolder;
use super::{ApiError, App, Rate};
use crate::access::{Door, rule_for};

/// An enrolled device that showed a good token（已登记设备）.
#[derive(Clone)]
pub(crate) struct DeviceCaller {
    pub(crate) device: DeviceId,
    pub(crate) user: UserId,
    /// The token is past half its life.
    pub(crate) renew_token: bool,
    pub(crate) control: Arc<ControlState>,
    /// Streams that replicate to it now, the control stream apart.
    pub(crate) granted: BTreeSet<StreamId>,
}

impl App {
    /// The device behind a token: enrolled, not revoked, as the control stream stands now.
    pub(crate) fn device_caller(&self, token: Option<&str>) -> Result<DeviceCaller, ApiError> {
        let now = self.tenant.now();
        let refused = || ApiError::token_expired(self.tokens.challenge(now));
        let holder = token
            .and_then(|token| self.tokens.check(token, now))
            .ok_or_else(refused)?;
        let control = self.tenant.control()?;
        self.caller_of(&control, holder).ok_or_else(refused)
    }

    fn caller_of(&self, control: &Arc<ControlState>, holder: TokenHolder) -> Option<DeviceCaller> {
        let now = self.tenant.now();
        let enrolled = control.devices.get(&(holder.device, holder.user))?;
        if enrolled.revoked.is_some() || enrolled.enrollment.relay_service {
            return None;
        }
        Some(DeviceCaller {
            device: holder.device,
            user: holder.user,
            renew_token: super::Tokens::is_old(&holder, now),
            granted: self.tenant.granted(control, holder.user),
            control: Arc::clone(control),
        })
    }
}

pub(super) fn bearer(parts: &Parts) -> Option<String> {
    let value = parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    value.strip_prefix("Bearer ").map(str::to_owned)
}

impl FromRequestParts<Arc<App>> for DeviceCaller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        let token = bearer(parts);
        let caller = app
            .blocking(move |app| app.device_caller(token.as_deref()))
            .await?;
        if let Some(rule) = rule_for(parts)
            && !matches!(rule.door, Door::Device | Door::Either)
        {
            return Err(ApiError::forbidden());
        }
        CallerSlot::tell(parts, caller.user);
        let now = app.rates.now_ms();
        app.rates
            .admit("device", caller.device.to_string(), Rate::DEVICE, now)?;
        Ok(caller)
    }
}
