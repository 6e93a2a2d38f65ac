use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Demand, SheetField};

/// The sheets（登记表目录）of a policy pack, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SheetRules(pub BTreeMap<String, Sheet>);

impl SheetRules {
    /// The sheet of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Sheet> {
        self.0.get(name)
    }

    /// True if the pack defines none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A sheet（登记表）: what its entries say and what they are measured by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    /// Chinese name.
    pub zh: String,
    /// Mechanism ids.
    pub rule: String,
    /// The operation of the permission table that lets a person set it.
    pub operation: String,
    /// The fields whose values, with `/` between, are the key of an entry.
    pub key: Vec<String>,
    /// What an entry says.
    pub fields: Vec<SheetField>,
    /// The field that names the grid an entry is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// Which rows are measured.
    #[serde(default, skip_serializing_if = "Span::is_in_force")]
    pub span: Span,
    /// What was entered stands: no later row of the same key.
    #[serde(default, skip_serializing_if = "is_not")]
    pub stands: bool,
    /// A row must have a last day.
    #[serde(default, skip_serializing_if = "is_not")]
    pub ends: bool,
    /// It is published: anybody may read it, with masked names.
    #[serde(default, skip_serializing_if = "is_not")]
    pub public: bool,
    /// What the entries are measured by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub demands: Vec<Demand>,
}

/// Which rows a sheet is measured by（统计口径）.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// Those in force on the day.
    #[default]
    InForce,
    /// Those that begin in the year of the day.
    Year,
    /// Those that begin in its half-year.
    HalfYear,
    /// Those that begin in its quarter.
    Quarter,
}

impl Span {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
    fn is_in_force(&self) -> bool {
        *self == Self::InForce
    }
}

impl Sheet {
    /// A field by its name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&SheetField> {
        self.fields.iter().find(|field| field.name == name)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_not(flag: &bool) -> bool {
    !flag
}
