use wangge_domain::UserId;
use wangge_domain::control::ControlEvent;
use wangge_domain::people::Person;
use wangge_domain::record::holds_hidden_letters;

use super::Admin;
use crate::error::RelayStartError;
use crate::password::hash;
use crate::store::Account;

/// A person to enter.
#[derive(Clone, Debug, Default)]
pub struct NewUser {
    /// Name as printed on papers.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// The body this person belongs to.
    pub organization: String,
    /// Name to sign in with; with it a password.
    pub account: Option<String>,
    /// Password of the account.
    pub password: Option<String>,
}

impl Admin {
    /// Enters a person, with an account if one is asked for.
    pub fn add_user(&self, new: &NewUser) -> Result<UserId, RelayStartError> {
        if new.name.trim().is_empty() {
            return Err(RelayStartError::invalid(
                "姓名不能为空（the name is empty）",
            ));
        }
        let user = UserId::mint(self.tenant.now().0, rand::random());
        let account = match (&new.account, &new.password) {
            (Some(name), Some(password)) => Some(self.account(user, name, password)?),
            (None, None) => None,
            _ => {
                return Err(RelayStartError::invalid(
                    "账号和密码要一起给（account and password go together）",
                ));
            }
        };
        self.append(&[ControlEvent::PersonSet(Person {
            user,
            name: new.name.clone(),
            phone: new.phone.clone(),
            organization: new.organization.clone(),
        })])?;
        if let Some(account) = account {
            self.tenant
                .database
                .put_account(self.tenant.id(), &account)?;
        }
        Ok(user)
    }

    /// An account to write, unless its name belongs to somebody else.
    pub(super) fn account(
        &self,
        user: UserId,
        name: &str,
        password: &str,
    ) -> Result<Account, RelayStartError> {
        let held = self.tenant.database.account(self.tenant.id(), name)?;
        if held.is_some_and(|held| held.user != user) {
            return Err(RelayStartError::invalid(format!(
                "账号 {name} 已被使用（account is taken）"
            )));
        }
        if name.trim().is_empty() || name.len() > 128 || holds_hidden_letters(name) {
            return Err(RelayStartError::invalid(
                "账号不能为空、过长或含看不见的字符（account is empty, too long or holds hidden letters）",
            ));
        }
        let password =
            hash(password).map_err(|error| RelayStartError::invalid(error.to_string()))?;
        Ok(Account {
            name: name.to_owned(),
            user,
            password,
        })
    }
}
