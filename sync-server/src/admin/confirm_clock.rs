use super::Admin;
use crate::error::RelayStartError;
use crate::jobs::STOPPED_KEY;

impl Admin {
    /// Confirms that the relay's clock is right: deadline jobs go on. Gives why they had stopped.
    pub fn confirm_clock(&self) -> Result<Option<String>, RelayStartError> {
        let (database, id) = (&self.tenant.database, self.tenant.id());
        let reason = database
            .setting(id, STOPPED_KEY)?
            .filter(|reason| !reason.is_empty());
        database.set_setting(id, STOPPED_KEY, "")?;
        Ok(reason)
    }
}
