//! The township of tests and of the demo: 青峰镇 as its plan of 2023 gives it.
//!
//! From the source (青峰府发〔2023〕16号, section 二(三)10): the villages and communities with the number
//! of listed premises of each, 220 together, and the 16 that the police station lists. Everything
//! else (people, premises, addresses, positions, grids, codes, telephone numbers) is made up from
//! a seed and marked `"synthetic": true`; no number can be dialed, no person is real.
//!
//! [`Township::qingfeng`] is the committed file, [`Township::generate`] is what makes it. After a
//! change of the generator, `WANGGE_BLESS=1 cargo test -p wangge-tests township` writes the file.

mod contact_names;
mod gaocheng;
mod generate;
mod grids;
mod import_form;
mod layout;
mod listed_premises;
mod made_premises;
mod measures;
mod people;
mod place_names;

#[cfg(test)]
mod gaocheng_tests;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use wangge_domain::control::{ControlEvent, Grid, GridLevel};
use wangge_domain::people::{Credential, Person, Role, RoleGrant, Scope};
use wangge_domain::{GridId, RecordId, TenantId, Timestamp, UserId};

pub use gaocheng::{KEY_UNIT, KEY_UNIT_MADE_UP};
pub use listed_premises::ListedPremises;

/// A township（乡镇）with everything that a relay is set up with, and its listed premises.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Township {
    /// Always true: see the module.
    pub synthetic: bool,
    /// What is taken from where, and what is made up.
    pub note: String,
    /// The seed of what is made up.
    pub seed: u64,
    /// Whose data.
    pub tenant: TenantId,
    /// Name of the township.
    pub name: String,
    /// Name of the county or district above it.
    pub county: String,
    /// The villages and communities in the order of the source.
    pub villages: Vec<Village>,
    /// Grids of all three levels, each behind the one above it.
    pub grids: Vec<Grid>,
    /// Everybody who acts.
    pub people: Vec<Person>,
    /// Who is what, where.
    pub roles: Vec<RoleGrant>,
    /// Certificates; one has run out.
    pub credentials: Vec<Credential>,
    /// The listed premises, village by village, grid by grid.
    pub premises: Vec<ListedPremises>,
}

/// A village or community（村、社区）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Village {
    /// Name as in the source.
    pub name: String,
    /// Its medium grid.
    pub grid: GridId,
    /// Number of listed premises, from the source.
    pub listed: usize,
}

impl Township {
    /// The committed fixture.
    ///
    /// # Panics
    /// Never: a test reads the file that is built in here.
    #[must_use]
    pub fn qingfeng() -> Self {
        serde_json::from_str(include_str!("../../fixtures/townships/qingfeng.json"))
            .expect("the fixture is what the generator of this module wrote")
    }

    /// The township as the file writes it: indented JSON, keys in a fixed order, a line end last.
    ///
    /// # Panics
    /// Never: every key is text.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("every key is text");
        text.push('\n');
        text
    }

    /// Grids, people, roles and credentials as rows of the control stream, in an order in which
    /// each can be judged by those before it.
    #[must_use]
    pub fn control_events(&self) -> Vec<ControlEvent> {
        let people = self.people.iter().cloned().map(ControlEvent::PersonSet);
        let grids = self.grids.iter().cloned().map(ControlEvent::GridSet);
        let roles = self.roles.iter().cloned().map(ControlEvent::RoleGranted);
        let credentials = self
            .credentials
            .iter()
            .cloned()
            .map(ControlEvent::CredentialIssued);
        people
            .chain(grids)
            .chain(roles)
            .chain(credentials)
            .collect()
    }

    /// The people who hold a role, in the order of the file.
    pub fn holders(&self, role: Role) -> impl Iterator<Item = &Person> {
        let held = self.roles.iter().filter(move |grant| grant.role == role);
        held.filter_map(|grant| self.people.iter().find(|person| person.user == grant.user))
    }

    /// The grid workers with a valid certificate at this time, each with the small grid that is
    /// theirs: twelve in September 2026.
    #[must_use]
    pub fn grid_workers(&self, at: Timestamp) -> Vec<(&Person, &Grid)> {
        self.workers()
            .filter(|(person, _)| self.is_certified(person.user, at))
            .collect()
    }

    /// The grid worker whose certificate has run out at this time, with the small grid: the case
    /// that must be refused.
    #[must_use]
    pub fn uncertified_worker(&self, at: Timestamp) -> Option<(&Person, &Grid)> {
        self.workers()
            .find(|(person, _)| !self.is_certified(person.user, at))
    }

    /// The small grids in the order of the file.
    pub fn small_grids(&self) -> impl Iterator<Item = &Grid> {
        self.grids
            .iter()
            .filter(|grid| grid.level == GridLevel::Small)
    }

    /// The grid of this id.
    #[must_use]
    pub fn grid(&self, grid: GridId) -> Option<&Grid> {
        self.grids.iter().find(|it| it.grid == grid)
    }

    /// The listed premises of a small grid in the order of the file.
    pub fn premises_of(&self, grid: GridId) -> impl Iterator<Item = &ListedPremises> {
        self.premises
            .iter()
            .filter(move |premises| premises.grid == grid)
    }

    /// One listed premises.
    #[must_use]
    pub fn premises(&self, record: RecordId) -> Option<&ListedPremises> {
        self.premises
            .iter()
            .find(|premises| premises.record == record)
    }

    fn workers(&self) -> impl Iterator<Item = (&Person, &Grid)> {
        self.roles
            .iter()
            .filter(|grant| grant.role == Role::GridWorker)
            .filter_map(|grant| {
                let Scope::Subtree(grid) = grant.scope else {
                    return None;
                };
                let person = self
                    .people
                    .iter()
                    .find(|person| person.user == grant.user)?;
                Some((person, self.grid(grid)?))
            })
    }

    fn is_certified(&self, user: UserId, at: Timestamp) -> bool {
        self.credentials.iter().any(|it| {
            it.user == user && it.kind == Credential::INSPECTION && it.valid_on(at.china_date())
        })
    }
}
