use serde::{Deserialize, Serialize};

use super::{RegisterEntry, RegisterError, RegisterRow};
use crate::GridId;
use crate::control::ControlState;
use crate::policy::PolicyPack;

/// A campaign（专项行动）of S2-16 and S4-26: own scope, checklist and targets; its dates are those of
/// its row. The key of the row is what inspections carry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    /// 名称.
    pub name: String,
    /// The grids it is for, with all below them.
    pub grids: Vec<GridId>,
    /// Categories of premises it is for; empty: all.
    #[serde(default)]
    pub categories: Vec<String>,
    /// Code of the checklist its inspections go by; empty: that of the category.
    #[serde(default)]
    pub checklist: String,
    /// How many premises are to be inspected, by grid; grids without one owe all in scope.
    #[serde(default)]
    pub targets: Vec<CampaignTarget>,
    /// 工作要求, as it is shown.
    #[serde(default)]
    pub text: String,
}

/// What a grid owes to a campaign（专项任务数）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignTarget {
    /// Which small grid.
    pub grid: GridId,
    /// How many premises.
    pub premises: u32,
}

/// Premises that one grid may owe at most. A limit of sense for slips of the pen, not of policy: no
/// grid has so many.
const MOST_PREMISES: u32 = 10_000;

impl Campaign {
    /// Whether a grid is in its scope.
    #[must_use]
    pub fn covers_grid(&self, control: &ControlState, grid: GridId) -> bool {
        let path = control.path(grid);
        self.grids.iter().any(|one| path.contains(one))
    }

    /// Whether premises of a category are in its scope.
    #[must_use]
    pub fn covers_category(&self, category: &str) -> bool {
        self.categories.is_empty() || self.categories.iter().any(|one| one == category)
    }

    /// What a small grid owes, if a number was set.
    #[must_use]
    pub fn target_of(&self, grid: GridId) -> Option<u32> {
        self.targets
            .iter()
            .find(|target| target.grid == grid)
            .map(|target| target.premises)
    }
}

impl RegisterEntry for Campaign {
    const REGISTER: &'static str = "campaign";
    const ZH: &'static str = "专项行动";
    const RULE: &'static str = "S2-16";
    const OPERATION: &'static str = "grid_manage";

    fn check(&self, row: &RegisterRow, control: &ControlState) -> Result<(), RegisterError> {
        let refuse = |code, zh: &str| Err(RegisterError::refused(Self::RULE, code, zh));
        if self.name.trim().is_empty() {
            return refuse("campaign_unnamed", "专项行动没有名称");
        }
        if row.until.is_none() {
            return refuse("campaign_without_end", "专项行动须有结束日期");
        }
        if self.grids.is_empty() {
            return refuse("campaign_without_scope", "专项行动没有范围");
        }
        if self
            .grids
            .iter()
            .any(|grid| !control.grids.contains_key(grid))
        {
            return refuse("grid_unknown", "范围内有不存在的网格");
        }
        let mut seen = Vec::new();
        for target in &self.targets {
            if !self.covers_grid(control, target.grid) {
                return refuse("target_out_of_scope", "任务数下达到了范围以外的网格");
            }
            if target.premises == 0 || seen.contains(&target.grid) {
                return refuse("target_invalid", "任务数为零，或同一网格下达了两次");
            }
            seen.push(target.grid);
        }
        Ok(())
    }

    fn check_policy(&self, policy: &PolicyPack) -> Result<(), RegisterError> {
        let known =
            self.checklist.is_empty() || policy.checklists.by_code(&self.checklist).is_some();
        if !known {
            return Err(RegisterError::refused(
                Self::RULE,
                "checklist_unknown",
                "政策包中没有这份检查表",
            ));
        }
        known_categories(Self::RULE, &self.categories, policy)
    }

    fn check_rules(
        &self,
        _: &RegisterRow,
        _: &ControlState,
        _: &PolicyPack,
    ) -> Result<(), RegisterError> {
        match self.targets.iter().find(|it| it.premises > MOST_PREMISES) {
            None => Ok(()),
            Some(target) => Err(RegisterError::refused(
                Self::RULE,
                "target_too_large",
                format!(
                    "一个网格的任务数{}超过{MOST_PREMISES}家，请核对",
                    target.premises
                ),
            )),
        }
    }

    fn area(&self) -> Option<GridId> {
        self.grids
            .first()
            .copied()
            .filter(|_| self.grids.len() == 1)
    }
}

/// Refuses categories that the policy pack does not have.
pub(super) fn known_categories(
    rule: &'static str,
    categories: &[String],
    policy: &PolicyPack,
) -> Result<(), RegisterError> {
    match categories
        .iter()
        .find(|it| policy.categories.get(it).is_none())
    {
        None => Ok(()),
        Some(category) => Err(RegisterError::refused(
            rule,
            "category_unknown",
            format!("政策包中没有场所类别 {category}"),
        )),
    }
}
