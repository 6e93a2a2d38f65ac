use chrono::Datelike as _;
use serde::{Deserialize, Serialize};

use super::township::check_township;
use super::{RegisterEntry, RegisterError, RegisterRow};
use crate::GridId;
use crate::control::ControlState;
use crate::policy::PolicyPack;

/// The enforcement quota of a year（年度执法量化指标）of S2-06: the county's total under the key `{year}`,
/// and each township's share under `{year}/{township}`, by months.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnforcementQuota {
    /// The year.
    pub year: i32,
    /// The township; `None`: the total.
    #[serde(default)]
    pub township: Option<GridId>,
    /// Cases of the year.
    pub cases: u32,
    /// Cases by month, January first; empty for the total.
    #[serde(default)]
    pub months: Vec<u32>,
}

impl EnforcementQuota {
    /// The key of its row.
    #[must_use]
    pub fn key(&self) -> String {
        match self.township {
            Some(township) => format!("{}/{township}", self.year),
            None => self.year.to_string(),
        }
    }
}

impl RegisterEntry for EnforcementQuota {
    const REGISTER: &'static str = "enforcement_quota";
    const ZH: &'static str = "执法量化指标";
    const RULE: &'static str = "S2-06";
    const OPERATION: &'static str = "policy_activate";

    fn check(&self, row: &RegisterRow, control: &ControlState) -> Result<(), RegisterError> {
        let refuse = |code, zh: &str| Err(RegisterError::refused(Self::RULE, code, zh));
        if row.key != self.key() {
            return refuse("key_mismatch", "条目键应为 年度 或 年度/乡镇");
        }
        let Some(township) = self.township else {
            return Ok(());
        };
        if !control.grids.contains_key(&township) {
            return refuse("township_unknown", "没有这个乡镇");
        }
        let sum: u64 = self.months.iter().map(|month| u64::from(*month)).sum();
        if self.months.len() != 12 || sum != u64::from(self.cases) {
            return refuse("months_do_not_add_up", "分月指标之和与年度指标不符");
        }
        let quotas = control.registers.latest::<Self>();
        let of_year = || quotas.iter().filter(|(_, quota)| quota.year == self.year);
        let Some((_, total)) = of_year().find(|(_, quota)| quota.township.is_none()) else {
            return refuse("total_missing", "尚未下达年度总指标");
        };
        let others: u64 = of_year()
            .filter(|(_, quota)| quota.township.is_some_and(|it| it != township))
            .map(|(_, quota)| u64::from(quota.cases))
            .sum();
        if others + u64::from(self.cases) > u64::from(total.cases) {
            return refuse(
                "split_exceeds_total",
                "分解到各乡镇的指标之和超过年度总指标",
            );
        }
        Ok(())
    }

    fn check_rules(
        &self,
        row: &RegisterRow,
        control: &ControlState,
        _policy: &PolicyPack,
    ) -> Result<(), RegisterError> {
        let refuse = |code, zh: &str| Err(RegisterError::refused(Self::RULE, code, zh));
        let begins = row.from.year();
        if self.year != begins && Some(self.year) != begins.checked_add(1) {
            return refuse("quota_year", "指标年度须是条目起始之年或者次年");
        }
        if let Some(township) = self.township {
            return check_township(Self::RULE, control, township);
        }
        if self.cases == 0 || !self.months.is_empty() {
            return refuse("quota_total", "年度总指标须大于零，且不分月");
        }
        let quotas = control.registers.latest::<Self>();
        let shares = quotas.iter().filter(|(_, quota)| quota.year == self.year);
        let split: u64 = shares
            .filter(|(_, quota)| quota.township.is_some())
            .map(|(_, quota)| u64::from(quota.cases))
            .sum();
        if split > u64::from(self.cases) {
            return refuse("split_exceeds_total", "总指标少于已分解到各乡镇的指标之和");
        }
        Ok(())
    }

    fn area(&self) -> Option<GridId> {
        self.township
    }
}
