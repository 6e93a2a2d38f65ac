use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use wangge_domain::Timestamp;
use wangge_domain::control::ControlState;
use wangge_domain::people::{Person, RoleGrant, Scope};
use wangge_domain::resources::{Language, label};
use wangge_sync_engine::store::StoreError;

use super::asked::{Asked, BY_NAME, BY_PHONE};
use super::gather::Held;
use crate::tenant::Tenant;

/// Somebody of the directory（人员名册）.
#[derive(Debug, Serialize)]
pub(super) struct HeldPerson {
    pub(super) user: String,
    pub(super) name: String,
    pub(super) phone: String,
    pub(super) organization: String,
    pub(super) account: Option<String>,
    /// Roles with their places and days, past ones too.
    pub(super) grants: Vec<String>,
    pub(super) credentials: Vec<String>,
    pub(super) devices: Vec<String>,
    /// Records in which they acted, by kind.
    pub(super) acted_in: BTreeMap<String, u64>,
    pub(super) by: BTreeSet<&'static str>,
}

/// Looks for the person in the directory; from then on their ids are looked for too.
pub(super) fn people(
    tenant: &Tenant,
    control: &ControlState,
    mut asked: Asked,
    held: &mut Held,
) -> Result<Asked, StoreError> {
    let accounts = tenant.database.accounts(tenant.id())?;
    for person in control.people.values() {
        let mut by = BTreeSet::new();
        if asked.is_named(&person.name) {
            by.insert(BY_NAME);
        }
        if asked.is_phone(&person.phone) {
            by.insert(BY_PHONE);
        }
        if by.is_empty() {
            continue;
        }
        asked.ids.insert(person.user.to_string());
        let account = accounts.iter().find(|one| one.user == person.user);
        held.people.push(HeldPerson {
            user: person.user.to_string(),
            name: person.name.clone(),
            phone: asked.phone(&person.phone),
            organization: person.organization.clone(),
            account: account.map(|account| account.name.clone()),
            grants: grants(control, person),
            credentials: credentials(control, person),
            devices: devices(control, person),
            acted_in: BTreeMap::new(),
            by,
        });
    }
    Ok(asked)
}

fn grants(control: &ControlState, person: &Person) -> Vec<String> {
    let own = control.grants.iter();
    own.filter(|grant| grant.user == person.user)
        .map(|grant| {
            let role = label(Language::Chinese, &format!("role.{}", grant.role)).to_owned();
            let until = grant.until.map_or_else(|| "至今".to_owned(), day);
            format!(
                "{role} {} {}—{until}",
                place(control, grant),
                day(grant.from)
            )
        })
        .collect()
}

fn place(control: &ControlState, grant: &RoleGrant) -> String {
    match &grant.scope {
        Scope::Tenant => "全部".to_owned(),
        Scope::Premises(premises) => premises.to_string(),
        Scope::Subtree(grid) => {
            let found = control.grids.get(grid);
            found.map_or_else(|| grid.to_string(), |found| found.name.clone())
        }
    }
}

fn credentials(control: &ControlState, person: &Person) -> Vec<String> {
    let own = control.credentials.iter();
    own.filter(|one| one.user == person.user)
        .map(|one| {
            format!(
                "{} {} {} {}—{}",
                one.kind, one.number, one.issuer, one.valid_from, one.valid_until
            )
        })
        .collect()
}

fn devices(control: &ControlState, person: &Person) -> Vec<String> {
    let own = control.devices.iter();
    own.filter(|((_, user), _)| *user == person.user)
        .map(|(_, held)| {
            let standing = if held.revoked.is_some() {
                " 已停用"
            } else {
                ""
            };
            format!(
                "{} {} {}{standing}",
                held.enrollment.short_id,
                held.enrollment.label,
                day(held.enrolled_at)
            )
        })
        .collect()
}

fn day(at: Timestamp) -> String {
    at.china_date().to_string()
}
