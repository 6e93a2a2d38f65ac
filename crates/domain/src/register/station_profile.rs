use serde::{Deserialize, Serialize};

use super::township::check_township;
use super::{RegisterEntry, RegisterError, RegisterRow};
use crate::GridId;
use crate::control::ControlState;
use crate::policy::PolicyPack;
use crate::staffing::Rounding;

/// What a township's staffing is measured by（管理站概况）of S0-10, S0-11 and S2-43. The key of its row is
/// the township's id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StationProfile {
    /// The township's grid 大网格.
    pub township: GridId,
    /// Class of its station, or a kind such as `dev_zone`.
    pub station_class: String,
    /// Class of town for clerks; `None` where the county has none.
    #[serde(default)]
    pub town_class: Option<String>,
    /// Class of its fire station or team（消防站、专职消防队等级）of S2-43; `None` where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fire_station: Option<String>,
    /// How ratios are rounded, if another way than the policy's was chosen.
    #[serde(default)]
    pub rounding: Option<Rounding>,
    /// People there from elsewhere or without an account, by post: none are counted.
    #[serde(default)]
    pub note: String,
}

impl RegisterEntry for StationProfile {
    const REGISTER: &'static str = "station_profile";
    const ZH: &'static str = "管理站概况";
    const RULE: &'static str = "S0-10";
    const OPERATION: &'static str = "grid_manage";

    fn check(&self, row: &RegisterRow, control: &ControlState) -> Result<(), RegisterError> {
        let refuse = |code, zh: &str| Err(RegisterError::refused(Self::RULE, code, zh));
        if row.key != self.township.to_string() {
            return refuse("key_mismatch", "条目键应为乡镇编号");
        }
        if !control.grids.contains_key(&self.township) {
            return refuse("township_unknown", "没有这个乡镇");
        }
        Ok(())
    }

    fn check_rules(
        &self,
        _row: &RegisterRow,
        control: &ControlState,
        policy: &PolicyPack,
    ) -> Result<(), RegisterError> {
        check_township(Self::RULE, control, self.township)?;
        let refuse = |code, zh: &str| Err(RegisterError::refused(Self::RULE, code, zh));
        let rules = &policy.accounting().staffing;
        if rules.station_class(&self.station_class).is_none() {
            return refuse("station_class_unknown", "没有这一管理站等级");
        }
        let known = |class: &String| rules.clerks.by_town_class.contains_key(class);
        if !self.town_class.as_ref().is_none_or(known) {
            return refuse("town_class_unknown", "没有这一镇街类别");
        }
        let known = |class: &String| rules.fire_station(class).is_ok();
        if !self.fire_station.as_ref().is_none_or(known) {
            return refuse("fire_station_unknown", "没有这一消防站等级");
        }
        Ok(())
    }

    fn area(&self) -> Option<GridId> {
        Some(self.township)
    }
}
