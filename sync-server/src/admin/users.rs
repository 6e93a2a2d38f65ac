use serde::Serialize;
use wangge_domain::people::Scope;

use super::Admin;
use crate::error::RelayStartError;

/// A person as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UserView {
    /// Id.
    pub user: String,
    /// Name.
    pub name: String,
    /// The body this person belongs to.
    pub organization: String,
    /// Name to sign in with.
    pub account: Option<String>,
    /// Roles in force with their places.
    pub grants: Vec<String>,
}

impl Admin {
    /// All people.
    pub fn users(&self) -> Result<Vec<UserView>, RelayStartError> {
        let control = self.tenant.control()?;
        let accounts = self.tenant.database.accounts(self.tenant.id())?;
        let now = self.tenant.now();
        Ok(control
            .people
            .values()
            .map(|person| UserView {
                user: person.user.to_string(),
                name: person.name.clone(),
                organization: person.organization.clone(),
                account: accounts
                    .iter()
                    .find(|account| account.user == person.user)
                    .map(|account| account.name.clone()),
                grants: control
                    .grants_of(person.user, now)
                    .map(|grant| match grant.scope {
                        Scope::Tenant => format!("{}@*", grant.role),
                        Scope::Premises(premises) => format!("{}@{premises}", grant.role),
                        Scope::Subtree(grid) => {
                            let name = control.grids.get(&grid).map(|found| found.name.as_str());
                            format!("{}@{}", grant.role, name.unwrap_or("?"))
                        }
                    })
                    .collect(),
            })
            .collect())
    }
}
