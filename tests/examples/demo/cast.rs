//! Who plays: the people of the township, their accounts, and the file the relay reads them from.

use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use wangge_domain::control::GridLevel;
use wangge_domain::people::{Person, Role, Scope};
use wangge_domain::{GridId, UserId};
use wangge_tests::township::Township;

use super::clock::september;
use super::relay::with_account;

/// Password of every account of the demonstration.
pub(crate) const PASSWORD: &str = "qingfeng-demo-2026";

/// The person at the n-th post of a role.
pub(crate) fn holder(township: &Township, role: Role, index: usize) -> Result<Person> {
    let found = township.holders(role).nth(index).cloned();
    found.with_context(|| format!("青峰镇没有第 {} 位 {role}", index + 1))
}

/// Name of the account of a person who signs in with a password.
pub(crate) fn account(township: &Township, user: UserId) -> Option<String> {
    let posts = [
        (Role::StationOfficer, "station"),
        (Role::Police, "police"),
        (Role::VillageAdmin, "village"),
    ];
    posts.iter().find_map(|(role, word)| {
        let place = township
            .holders(*role)
            .position(|person| person.user == user)?;
        Some(format!("{word}-{}", place + 1))
    })
}

/// The twelve grid workers with a valid certificate on check day, each with the small grid.
pub(crate) fn workers(township: &Township) -> Vec<(Person, GridId)> {
    let day = september(8, 8, 0);
    let workers = township.grid_workers(day);
    workers
        .into_iter()
        .map(|(person, grid)| (person.clone(), grid.grid))
        .collect()
}

/// The village managers, each with the small grids of the village.
pub(crate) fn village_managers(township: &Township) -> Vec<(Person, Vec<GridId>)> {
    let managers = township
        .roles
        .iter()
        .filter(|grant| grant.role == Role::VillageAdmin);
    managers
        .filter_map(|grant| {
            let Scope::Subtree(village) = grant.scope else {
                return None;
            };
            let person = township.people.iter().find(|it| it.user == grant.user)?;
            let grids = township
                .grids
                .iter()
                .filter(|grid| grid.level == GridLevel::Small && grid.parent == Some(village))
                .map(|grid| grid.grid)
                .collect();
            Some((person.clone(), grids))
        })
        .collect()
}

/// Grids, people, roles, certificates and accounts as `wangge-relay grid import` reads them.
pub(crate) fn import_file(township: &Township) -> Value {
    let people: Vec<Value> = township
        .people
        .iter()
        .map(|person| with_account(json!(person), account(township, person.user)))
        .collect();
    json!({
        "grids": township.grids,
        "people": people,
        "grants": township.roles,
        "credentials": township.credentials,
    })
}
