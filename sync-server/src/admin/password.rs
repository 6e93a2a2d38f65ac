use super::Admin;
use crate::error::RelayStartError;

impl Admin {
    /// Sets a password, makes the account if there is none, and ends the person's sessions.
    pub fn set_password(
        &self,
        who: &str,
        account: Option<&str>,
        password: &str,
    ) -> Result<(), RelayStartError> {
        let user = self.find_user(who)?;
        let database = &self.tenant.database;
        let held = database.accounts(self.tenant.id())?;
        let name = account
            .map(str::to_owned)
            .or_else(|| {
                held.into_iter()
                    .find(|held| held.user == user)
                    .map(|held| held.name)
            })
            .ok_or_else(|| {
                RelayStartError::invalid("此人还没有账号，请用 --account 指定（give --account）")
            })?;
        let account = self.account(user, &name, password)?;
        database.put_account(self.tenant.id(), &account)?;
        database.end_sessions_of(self.tenant.id(), user)?;
        Ok(())
    }
}
