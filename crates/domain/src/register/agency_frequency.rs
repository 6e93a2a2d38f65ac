use serde::{Deserialize, Serialize};

use super::campaign::known_categories;
use super::{RegisterEntry, RegisterError, RegisterRow};
use crate::checklist::Condition;
use crate::control::ControlState;
use crate::policy::{Period, PolicyPack};
use crate::premises::PremisesFacts;

/// How often an agency comes to a kind of premises（检查频次）of S4-11: key units, the weekly visit of
/// the police, checks of a trade.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyFrequency {
    /// `GRID`, or a department code of the policy pack (`PSB`, `TOWNSHIP`, `FIRE`…).
    pub agency: String,
    /// Categories it is for; empty: all.
    #[serde(default)]
    pub categories: Vec<String>,
    /// For premises of which this is known to hold; `None`: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Once in every.
    pub every: Period,
    /// 名称, as it is shown beside the due date.
    pub zh: String,
}

impl AgencyFrequency {
    /// Whether premises of this category and these facts are concerned.
    #[must_use]
    pub fn concerns(&self, category: &str, facts: &PremisesFacts) -> bool {
        let of_category =
            self.categories.is_empty() || self.categories.iter().any(|one| one == category);
        of_category && self.when.as_ref().is_none_or(|when| when.holds(facts))
    }
}

impl RegisterEntry for AgencyFrequency {
    const REGISTER: &'static str = "agency_frequency";
    const ZH: &'static str = "检查频次";
    const RULE: &'static str = "S4-11";
    const OPERATION: &'static str = "grid_manage";

    fn check(&self, _row: &RegisterRow, _control: &ControlState) -> Result<(), RegisterError> {
        if self.agency.is_empty() || self.zh.is_empty() {
            return Err(RegisterError::refused(
                Self::RULE,
                "frequency_unnamed",
                "未写明检查单位或名称",
            ));
        }
        Ok(())
    }

    fn check_policy(&self, policy: &PolicyPack) -> Result<(), RegisterError> {
        let known = self.agency == super::GRID_AGENCY
            || policy.routing.departments.contains_key(&self.agency);
        if !known {
            return Err(RegisterError::refused(
                Self::RULE,
                "agency_unknown",
                "政策包中没有这个检查单位",
            ));
        }
        known_categories(Self::RULE, &self.categories, policy)
    }
}
