use std::io::BufRead as _;

use wangge_domain::people::{Credential, Role, Scope};
use wangge_domain::record::show_hidden_letters;

use super::arguments::User;
use super::dated::open_to_write;
use super::print;
use crate::admin::{Admin, NewUser};
use crate::error::RelayStartError;

pub(super) fn run(command: User) -> Result<(), RelayStartError> {
    match command {
        User::Add {
            folder,
            name,
            phone,
            organization,
            account,
        } => {
            let admin = open_to_write(&folder)?;
            let password = account.is_some().then(password).transpose()?;
            let new = NewUser {
                name,
                phone,
                organization,
                account,
                password,
            };
            print::line(&admin.add_user(&new)?.to_string());
        }
        User::List(folder) => {
            let admin = Admin::open(&folder.data, folder.clock())?;
            for user in admin.users()? {
                let account = user.account.unwrap_or_else(|| "-".to_owned());
                print::line(&format!(
                    "{}  {}  {}  {}",
                    user.user,
                    show_hidden_letters(&user.name),
                    show_hidden_letters(&account),
                    user.grants.join(" ")
                ));
            }
        }
        User::Password {
            folder,
            user,
            account,
        } => {
            let admin = open_to_write(&folder)?;
            admin.set_password(&user, account.as_deref(), &password()?)?;
            print::line("密码已设置");
        }
        User::Grant {
            folder,
            user,
            role,
            grid,
            premises,
            department,
            until,
        } => {
            let admin = open_to_write(&folder)?;
            let scope = scope(&admin, grid.as_deref(), premises.as_deref())?;
            admin.grant(
                admin.find_user(&user)?,
                read_role(&role)?,
                scope,
                department,
                until.map(wangge_domain::Timestamp::end_of_china_day),
            )?;
            print::line("已授权");
        }
        User::Revoke {
            folder,
            user,
            role,
            reason,
        } => {
            let admin = open_to_write(&folder)?;
            admin.revoke(admin.find_user(&user)?, read_role(&role)?, &reason)?;
            print::line("已撤销");
        }
        User::Credential {
            folder,
            user,
            kind,
            number,
            issuer,
            from,
            until,
        } => {
            let admin = open_to_write(&folder)?;
            let user = admin.find_user(&user)?;
            let (valid_from, valid_until) = (from, until);
            admin.issue_credential(Credential {
                user,
                kind,
                number,
                issuer,
                valid_from,
                valid_until,
            })?;
            print::line("证书已登记");
        }
    }
    Ok(())
}

fn scope(
    admin: &Admin,
    grid: Option<&str>,
    premises: Option<&str>,
) -> Result<Scope, RelayStartError> {
    if let Some(premises) = premises {
        return premises
            .parse()
            .map(Scope::Premises)
            .map_err(|_| RelayStartError::invalid("场所编号不正确（not an id of a premises）"));
    }
    grid.map_or(Ok(Scope::Tenant), |grid| {
        admin.find_grid(grid).map(Scope::Subtree)
    })
}

fn read_role(name: &str) -> Result<Role, RelayStartError> {
    serde_json::from_value(serde_json::Value::String(name.to_owned()))
        .map_err(|_| RelayStartError::invalid(format!("没有角色 {name}（no such role）")))
}

/// The first line of standard input: a password on the command line would be seen by all.
fn password() -> Result<String, RelayStartError> {
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|error| RelayStartError::invalid(error.to_string()))?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
