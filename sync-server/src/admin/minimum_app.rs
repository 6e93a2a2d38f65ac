use super::Admin;
use crate::error::RelayStartError;
use crate::minimum_app::MINIMUM_APP_KEY;

impl Admin {
    /// Says which generation of the app this relay talks to at least; 0: any. Gives what was
    /// asked for before. Phones with an older app keep everything, and are told to update it.
    pub fn require_app(&self, generation: u8) -> Result<u8, RelayStartError> {
        let before = self.tenant.minimum_app()?;
        let (database, id) = (&self.tenant.database, self.tenant.id());
        database.set_setting(id, MINIMUM_APP_KEY, &generation.to_string())?;
        Ok(before)
    }
}
