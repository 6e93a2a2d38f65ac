use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{EntrySubject, MonthSpan, OpenGround, PolicyPack, YearSpan};
use crate::calendar::DeadlineSpec;
use crate::people::Role;
use crate::record::names_somebody;

/// Deadlines, lists and ladders of the case registers（案件与登记册规则）: what the steps of the
/// lifecycle tables refer to by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CaseRules {
    /// Deadlines by name. Where the author states one, this is the longest.
    pub deadlines: BTreeMap<String, DeadlineSpec>,
    /// Lists by name.
    pub lists: BTreeMap<String, PolicyList>,
    /// Ladders by name: type → the types of which one must go before.
    pub chains: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// Spans of years by name: which years a step may be about, counted from the year in which it is
    /// taken.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub years: BTreeMap<String, YearSpan>,
    /// Spans of months by name: which months a step may be about, counted from the month in which it is
    /// taken.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub months: BTreeMap<String, MonthSpan>,
    /// The department for which a role speaks, by the name of the role.
    pub bodies: BTreeMap<String, String>,
    /// Roles that file and recheck a major case beside the department to which the county assigned it;
    /// none: that department alone (S2-12).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub beside_assigned: Vec<Role>,
    /// A breach is a first offence（首违）if there was none of the kind for so many months (S2-29).
    pub first_offence_months: u32,
    /// A hazard that is open for so many days goes on the agenda of the joint meeting (S4-13).
    pub agenda_open_days: u32,
    /// Share of closed hazards to look at again, in hundredths of a percent (S3-26).
    pub sample_basis_points: u32,
    /// The day on which the week of a village's roll-up begins, 1 for Monday to 7 for Sunday; 0 as 1
    /// (S4-10).
    #[serde(skip_serializing_if = "is_zero")]
    pub week_starts_on: u32,
    /// A fine in the register of cases is at most so many yuan: a larger one is a slip of the pen, no
    /// limit of the law. 0: it is not asked (S2-06).
    #[serde(skip_serializing_if = "is_zero")]
    pub most_fine_yuan: u32,
    /// Words that are written for want of a name（代替姓名的用语）, such as 无 or 不详: none of them names who is
    /// answerable, who leads or who signs. None: those that the program knows (S2-15).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub placeholder_names: Vec<String>,
    /// What is asked where a stop of use is lifted while the hazard that it rests on is open (S3-21).
    #[serde(skip_serializing_if = "OpenGround::is_not_asked")]
    pub open_ground: OpenGround,
    /// Headings under which a file of complaints holds a field: field → headings (S3-18).
    pub complaint_columns: BTreeMap<String, Vec<String>>,
}

/// A list of codes（清单）with its version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyList {
    /// Version as published: a step cites the one it went by.
    pub version: String,
    /// The entries.
    pub items: Vec<ListEntry>,
}

/// An entry of a list（清单条目）.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListEntry {
    /// Code.
    pub code: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub en: String,
    /// Common keys of the hazards it is for; none: any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<String>,
    /// What a case must be about to take it; none: anything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<EntrySubject>,
    /// Codes of the bodies in whose name it is taken（出具单位）; none: any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub issuers: Vec<String>,
}

impl ListEntry {
    /// Whether it is for hazards of this common key.
    #[must_use]
    pub fn covers(&self, key: &str) -> bool {
        self.keys.is_empty() || self.keys.iter().any(|one| one == key)
    }

    /// Whether it is taken in the name of this body.
    #[must_use]
    pub fn is_by(&self, issuer: &str) -> bool {
        self.issuers.is_empty() || self.issuers.iter().any(|one| one == issuer)
    }

    /// Whether it is for cases about this.
    #[must_use]
    pub fn is_about(&self, subject: EntrySubject) -> bool {
        self.about.is_empty() || self.about.contains(&subject)
    }
}

impl CaseRules {
    /// Whether a text names a person or a unit（姓名、名称有效）.
    #[must_use]
    pub fn names_somebody(&self, text: &str) -> bool {
        names_somebody(&self.placeholder_names, text)
    }

    /// An entry of a list.
    #[must_use]
    pub fn entry(&self, list: &str, code: &str) -> Option<&ListEntry> {
        let list = self.lists.get(list)?;
        list.items.iter().find(|entry| entry.code == code)
    }
}

impl PolicyPack {
    /// Whether a list has a code; `departments`, `issuers` and `categories` are those of the pack.
    #[must_use]
    pub fn lists_code(&self, list: &str, code: &str) -> bool {
        match list {
            "departments" => self.routing.departments.contains_key(code),
            "issuers" => self.numbering.issuers.contains_key(code),
            "categories" => {
                self.categories.get(code).is_some() || self.routing.categories.contains_key(code)
            }
            _ => self.cases.entry(list, code).is_some(),
        }
    }

    /// The entries of a list, as a screen offers them; those of a list that there is not: none.
    #[must_use]
    pub fn list_entries(&self, list: &str) -> Vec<ListEntry> {
        let entry = |code: &str, zh: &str, en: &str| ListEntry {
            code: code.to_owned(),
            zh: zh.to_owned(),
            en: en.to_owned(),
            keys: Vec::new(),
            about: Vec::new(),
            issuers: Vec::new(),
        };
        match list {
            "departments" => {
                let departments = self.routing.departments.iter();
                departments
                    .map(|(code, one)| entry(code, &one.zh, &one.en))
                    .collect()
            }
            "issuers" => {
                let issuers = self.numbering.issuers.iter();
                issuers
                    .map(|(code, one)| entry(code, &one.zh, ""))
                    .collect()
            }
            "categories" => {
                let categories = self.categories.list.iter();
                categories
                    .map(|one| entry(&one.id, &one.zh, &one.en))
                    .collect()
            }
            _ => {
                let list = self.cases.lists.get(list);
                list.map(|list| list.items.clone()).unwrap_or_default()
            }
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}
