use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use wangge_domain::premises::PremisesFacts;
use wangge_domain::{GridId, RecordId};

/// One listed premises（列管场所）as its file（一户一档）begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedPremises {
    /// Always true: nothing here exists.
    pub synthetic: bool,
    /// The record.
    pub record: RecordId,
    /// The small grid it lies in.
    pub grid: GridId,
    /// Code on the list, e.g. `青03-017`.
    pub code: String,
    /// Name on the sign, or the owner's name and 出租房.
    pub name: String,
    /// Category id of the policy pack.
    pub category: String,
    /// Listed by the police station（派出所列管）.
    pub police_listed: bool,
    /// Where it stands.
    pub address: Address,
    /// Longitude, microdegrees, WGS-84.
    pub longitude_microdegrees: i64,
    /// Latitude, microdegrees, WGS-84.
    pub latitude_microdegrees: i64,
    /// Structure of the building: 砖混, 框架, 砖木.
    pub structure: String,
    /// The owner（业主）.
    pub owner: Contact,
    /// Who runs it（经营者）, if somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<Contact>,
    /// Counts and measures, by the fact names of the domain.
    pub numbers: BTreeMap<String, i64>,
    /// Yes or no, by the fact names of the domain.
    pub flags: BTreeMap<String, bool>,
}

/// An address（地址）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// Township.
    pub town: String,
    /// Village or community.
    pub village: String,
    /// Group, e.g. `3组`; empty in the streets of the market town.
    pub group: String,
    /// Street; empty in a village.
    pub road: String,
    /// Number of the house, e.g. `12号`.
    pub door: String,
}

/// A person or body to turn to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Name.
    pub name: String,
    /// Telephone number: eleven digits that begin with 1000000, which nobody can be given.
    pub phone: String,
}

impl Address {
    /// On one line, as papers print it.
    #[must_use]
    pub fn line(&self) -> String {
        let Self {
            town,
            village,
            group,
            road,
            door,
        } = self;
        if road.is_empty() {
            format!("{town}{village}{group}{door}")
        } else {
            format!("{town}{road}{door}")
        }
    }
}

impl ListedPremises {
    /// Who answers for it day by day: the operator, else the owner.
    #[must_use]
    pub fn responsible(&self) -> &Contact {
        self.operator.as_ref().unwrap_or(&self.owner)
    }

    /// Its facts for the conditions of a policy pack.
    #[must_use]
    pub fn facts(&self) -> PremisesFacts {
        let mut facts = PremisesFacts::default();
        for (name, value) in &self.numbers {
            facts.set_number(name, *value);
        }
        for (name, value) in &self.flags {
            facts.set_flag(name, *value);
        }
        facts.set_flag("police_listed", self.police_listed);
        facts
    }
}
