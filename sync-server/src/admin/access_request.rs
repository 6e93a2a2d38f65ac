use super::Admin;
use crate::error::RelayStartError;
use crate::held::{AccessFailure, AccessRequest, pack, what_is_held};
use crate::reporter::ReporterKey;

impl Admin {
    /// What is held about a person（查阅个人信息）, as a ZIP of `held.json` and `held.txt`. Who reported is
    /// looked through where the key of reporters lies in the folder.
    ///
    /// # Errors
    /// Nobody is named, the number is not in the register of requests, or the store failed.
    pub fn access_request(&self, request: &AccessRequest) -> Result<Vec<u8>, RelayStartError> {
        let control = self.tenant.control()?;
        let policy = self.tenant.policy(&control)?;
        let file = self.folder.reporter_key();
        // Another machine of the same database has no key, and none is made up here.
        let key = file
            .exists()
            .then(|| ReporterKey::read(&file))
            .transpose()?;
        what_is_held(&self.tenant, &control, &policy, request, key.as_ref())
            .map(|held| pack(&held))
            .map_err(|failure| match failure {
                AccessFailure::Store(error) => error.into(),
                AccessFailure::Refused(why) => {
                    RelayStartError::invalid(format!("{}（{}）", why.zh(), why.en()))
                }
            })
    }
}
