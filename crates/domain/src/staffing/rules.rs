use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::accounting::{Unique, demand};
use crate::policy::PolicyError;

/// Rules of staffing（人员配备标准）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StaffingRules {
    /// Classes of township stations (S0-10).
    pub station_classes: Vec<StationClass>,
    /// Class of a body that has none of its own, by its kind, e.g. `dev_zone` 经济开发区.
    pub station_class_of: BTreeMap<String, String>,
    /// Auxiliary officers by census (S0-11).
    pub auxiliary: AuxiliaryRules,
    /// Fire clerks (S2-43).
    pub clerks: ClerkRules,
    /// Least number of people of fire stations and teams by class (S2-43).
    pub fire_stations: Vec<FireStationRule>,
}

/// A class of township stations（应急消防管理站等级）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StationClass {
    /// `class1`.
    pub id: String,
    /// Chinese name.
    pub zh: String,
    /// People.
    pub staff: u32,
    /// Of these with 行政执法资格.
    pub certified: u32,
}

/// How many auxiliary officers（执法辅助人员）a township needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuxiliaryRules {
    /// One officer for every so many of a kind.
    pub terms: Vec<AuxiliaryTerm>,
    /// When it is rounded up.
    pub rounding: Rounding,
    /// The least number in any township.
    pub minimum: u32,
}

/// One officer for every so many of a kind（分项标准）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuxiliaryTerm {
    /// `industrial_enterprises`.
    pub kind: String,
    /// Chinese name.
    pub zh: String,
    /// One officer for every so many.
    pub per: u32,
    /// Categories of premises that count as this kind.
    pub categories: Vec<String>,
}

/// When a sum of ratios is rounded up（进一方式）; the source text does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// 先合计后进一.
    SumOfRatiosThenCeil,
    /// 分项进一后合计.
    CeilOfEachThenSum,
}

/// How many fire clerks（消防文员）are needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClerkRules {
    /// At a township's office, by class of town.
    pub by_town_class: BTreeMap<String, u32>,
    /// At the brigade, by law officers.
    pub per_law_officer: ClerksPerOfficer,
}

/// So many clerks for so many law officers（文员与执法干部比例）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClerksPerOfficer {
    /// Clerks.
    pub clerks: u32,
    /// For so many law officers.
    pub law_officers: u32,
}

/// Least number of people of a fire station or team（消防站人员标准）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FireStationRule {
    /// `special`.
    pub id: String,
    /// Chinese name.
    pub zh: String,
    /// People.
    pub staff: u32,
}

impl StaffingRules {
    /// The station class of this id, or of a body of this kind.
    #[must_use]
    pub fn station_class(&self, class_or_kind: &str) -> Option<&StationClass> {
        let id = self
            .station_class_of
            .get(class_or_kind)
            .map_or(class_or_kind, String::as_str);
        self.station_classes.iter().find(|class| class.id == id)
    }

    pub(crate) fn check(&self) -> Result<(), PolicyError> {
        let path = "staffing.station_classes";
        let mut ids = Unique::at(path);
        for class in &self.station_classes {
            ids.add(&class.id)?;
            demand(
                class.certified <= class.staff,
                path,
                "more certified people than people",
            )?;
        }
        for class in self.station_class_of.values() {
            let known = self.station_classes.iter().any(|it| it.id == *class);
            demand(known, "staffing.station_class_of", "there is no such class")?;
        }
        let path = "staffing.auxiliary.terms";
        let mut kinds = Unique::at(path);
        let mut categories = BTreeSet::new();
        for term in &self.auxiliary.terms {
            kinds.add(&term.kind)?;
            demand(term.per > 0, path, "a denominator is 0")?;
            for category in &term.categories {
                let once = categories.insert(category);
                demand(once, path, &format!("`{category}` counts as two kinds"))?;
            }
        }
        let officers = self.clerks.per_law_officer.law_officers > 0;
        demand(
            officers,
            "staffing.clerks.per_law_officer",
            "a denominator is 0",
        )?;
        let mut ids = Unique::at("staffing.fire_stations");
        self.fire_stations
            .iter()
            .try_for_each(|station| ids.add(&station.id))
    }
}
