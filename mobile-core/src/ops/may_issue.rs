use wangge_domain::GridId;
use wangge_domain::register::{DelegatedPower, may_issue};

use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// Whether a body may issue an enforcement paper by a power today（执法文书出具许可）of S0-03, as the
    /// relay would decide: gives the delegation whose document the paper cites. Works offline.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`] under S0-03; [`CoreError::UnknownGrid`].
    pub fn may_issue(
        &self,
        power: &str,
        body: &str,
        grid: GridId,
    ) -> Result<DelegatedPower, CoreError> {
        let session = self.session()?;
        if !session.control.grids.contains_key(&grid) {
            return Err(CoreError::UnknownGrid);
        }
        let today = self.now(&session).china_date();
        may_issue(&session.control, power, body, grid, today)
            .map_err(|refusal| CoreError::NotAllowed(refusal.reason()))
    }
}
