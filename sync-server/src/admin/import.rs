use serde::{Deserialize, Serialize};
use wangge_domain::control::{ControlEvent, ControlState, Grid};
use wangge_domain::people::{Credential, Person, RoleGrant};

use super::Admin;
use super::credential::refuse_taken;
use super::import_totals::{ImportTotal, check_totals};
use crate::error::RelayStartError;
use crate::store::Account;

/// A file of grids, people, roles and certificates（初始数据）, read in one go.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportFile {
    /// Grids, those above before those below.
    #[serde(default)]
    pub grids: Vec<Grid>,
    /// People.
    #[serde(default)]
    pub people: Vec<ImportPerson>,
    /// Roles.
    #[serde(default)]
    pub grants: Vec<RoleGrant>,
    /// Certificates.
    #[serde(default)]
    pub credentials: Vec<Credential>,
    /// What the document states of how many there are.
    #[serde(default)]
    pub totals: Vec<ImportTotal>,
}

/// A person with an account, if any.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportPerson {
    /// Who.
    #[serde(flatten)]
    pub person: Person,
    /// Name to sign in with.
    #[serde(default)]
    pub account: Option<String>,
    /// Password of the account.
    #[serde(default)]
    pub password: Option<String>,
}

/// What an import wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ImportReport {
    /// Rows of the control stream.
    pub rows: usize,
    /// Rows that stood there already.
    pub unchanged: usize,
    /// Accounts that are new; those that were there keep their passwords.
    pub accounts: usize,
    /// Names of people and grids that were there and read otherwise now.
    pub replaced: Vec<String>,
}

impl Admin {
    /// Reads a file into the control stream in one transaction: all of it, or nothing. What
    /// stands there already is left alone, so that an import can be repeated.
    pub fn import(&self, file: &ImportFile) -> Result<ImportReport, RelayStartError> {
        let mut accounts: Vec<Account> = Vec::new();
        for person in &file.people {
            if let (Some(name), Some(password)) = (&person.account, &person.password) {
                accounts.push(self.account(person.person.user, name, password)?);
            }
        }
        // Whoever has an account keeps the password they have chosen since.
        let known = self.tenant.database.accounts(self.tenant.id())?;
        accounts.retain(|account| known.iter().all(|one| one.name != account.name));
        let all = events(file);
        let control = self.tenant.control()?;
        check_totals(&control, file)?;
        check_credentials(&control, file)?;
        let new: Vec<ControlEvent> = all
            .iter()
            .filter(|event| !stands(&control, event))
            .cloned()
            .collect();
        let rows = self.append(&new)?;
        for account in &accounts {
            self.tenant
                .database
                .put_account(self.tenant.id(), account)?;
        }
        Ok(ImportReport {
            replaced: new.iter().filter_map(|it| replaced(&control, it)).collect(),
            rows,
            unchanged: all.len() - new.len(),
            accounts: accounts.len(),
        })
    }
}

/// A file takes the number of a certificate from nobody, neither from who is there nor from who stands
/// before in the file.
fn check_credentials(control: &ControlState, file: &ImportFile) -> Result<(), RelayStartError> {
    let mut after = control.clone();
    let people = file.people.iter().map(|one| &one.person);
    after
        .people
        .extend(people.map(|person| (person.user, person.clone())));
    for credential in &file.credentials {
        refuse_taken(&after, credential)?;
        after.credentials.push(credential.clone());
    }
    Ok(())
}

fn events(file: &ImportFile) -> Vec<ControlEvent> {
    let people = file
        .people
        .iter()
        .map(|one| ControlEvent::PersonSet(one.person.clone()));
    people
        .chain(file.grids.iter().cloned().map(ControlEvent::GridSet))
        .chain(file.grants.iter().cloned().map(ControlEvent::RoleGranted))
        .chain(
            file.credentials
                .iter()
                .cloned()
                .map(ControlEvent::CredentialIssued),
        )
        .collect()
}

/// What an event writes over, by its name.
fn replaced(control: &ControlState, event: &ControlEvent) -> Option<String> {
    match event {
        ControlEvent::PersonSet(person) => control
            .people
            .get(&person.user)
            .map(|held| held.name.clone()),
        ControlEvent::GridSet(grid) => control.grids.get(&grid.grid).map(|held| held.name.clone()),
        _ => None,
    }
}

fn stands(control: &ControlState, event: &ControlEvent) -> bool {
    match event {
        ControlEvent::PersonSet(person) => control.people.get(&person.user) == Some(person),
        ControlEvent::GridSet(grid) => control.grids.get(&grid.grid) == Some(grid),
        // One that was ended since is not given again by the file it came from.
        ControlEvent::RoleGranted(grant) => control.grants.iter().any(|held| {
            let until = held.until;
            *held
                == RoleGrant {
                    until,
                    ..grant.clone()
                }
        }),
        ControlEvent::CredentialIssued(credential) => control.credentials.contains(credential),
        _ => false,
    }
}
