use axum::http::StatusCode;
use wangge_protocol::Capabilities;
use wangge_sync_engine::store::StoreError;

use crate::http::ApiError;
use crate::tenant::Tenant;

/// Setting that holds the lowest generation of the app that this relay talks to; none: any.
pub(crate) const MINIMUM_APP_KEY: &str = "minimum_app";

impl Tenant {
    /// The lowest generation of the app that is talked to（最低应用代次）.
    pub(crate) fn minimum_app(&self) -> Result<u8, StoreError> {
        let text = self.database.setting(self.id(), MINIMUM_APP_KEY)?;
        Ok(text.and_then(|text| text.parse().ok()).unwrap_or(0))
    }

    /// Turns away an app that is older than an administrator wants, before anything of what it
    /// brings is looked at: all of it stays on the phone, and goes with the newer app.
    pub(crate) fn turn_old_apps_away(&self, says: Capabilities) -> Result<(), ApiError> {
        let least = self.minimum_app()?;
        if says.generation() >= least {
            return Ok(());
        }
        let have = says.generation();
        Err(ApiError::new(
            StatusCode::UPGRADE_REQUIRED,
            "app_too_old",
            "应用版本过低，请先更新应用；内容都已保存在本机，更新后继续上传",
            &format!("the app is of generation {have}, at least {least} is wanted: update it"),
        ))
    }
}
