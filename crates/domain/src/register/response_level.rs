use serde::{Deserialize, Serialize};

use super::{RegisterEntry, RegisterError, RegisterRow};
use crate::GridId;
use crate::control::ControlState;
use crate::policy::{Period, PolicyPack, Visitor};

/// The response level of a township（风险防控响应等级）of S2-11, set once: it raises frequencies and
/// shows a banner on every phone with the next sync. The key of its row is the township's id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResponseLevel {
    /// The grid it is for, with all below it.
    pub area: GridId,
    /// 1 is the gravest.
    pub level: u8,
    /// 名称, e.g. 二级响应.
    pub zh: String,
    /// What stands in the banner.
    pub banner: String,
    /// Visits that are owed while it holds, beside the usual ones.
    #[serde(default)]
    pub minima: Vec<LevelMinimum>,
}

/// Visits owed under a response level（加密检查）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelMinimum {
    /// Who must come.
    pub by: Visitor,
    /// For these risk grades; empty: all.
    #[serde(default)]
    pub grades: Vec<String>,
    /// Once in every.
    pub every: Period,
}

impl LevelMinimum {
    /// Whether a visitor owes it to premises of this grade.
    #[must_use]
    pub fn concerns(&self, by: Visitor, grade: &str) -> bool {
        self.by == by && (self.grades.is_empty() || self.grades.iter().any(|one| one == grade))
    }
}

impl RegisterEntry for ResponseLevel {
    const REGISTER: &'static str = "response_level";
    const ZH: &'static str = "响应等级";
    const RULE: &'static str = "S2-11";
    const OPERATION: &'static str = "policy_activate";

    fn check(&self, row: &RegisterRow, control: &ControlState) -> Result<(), RegisterError> {
        let refuse = |code, zh: &str| Err(RegisterError::refused(Self::RULE, code, zh));
        if !control.grids.contains_key(&self.area) {
            return refuse("grid_unknown", "没有这个网格");
        }
        if row.key != self.area.to_string() {
            return refuse("key_mismatch", "条目键应为网格编号");
        }
        if !(1..=4).contains(&self.level) {
            return refuse("level_unknown", "响应等级为一至四级");
        }
        if self.banner.trim().is_empty() || self.zh.trim().is_empty() {
            return refuse("banner_empty", "响应等级没有名称或提示语");
        }
        Ok(())
    }

    fn check_policy(&self, policy: &PolicyPack) -> Result<(), RegisterError> {
        let grades = self.minima.iter().flat_map(|minimum| &minimum.grades);
        match grades.into_iter().find(|it| policy.risk.rank(it).is_none()) {
            None => Ok(()),
            Some(grade) => Err(RegisterError::refused(
                Self::RULE,
                "grade_unknown",
                format!("政策包中没有风险等级 {grade}"),
            )),
        }
    }

    fn area(&self) -> Option<GridId> {
        Some(self.area)
    }
}
