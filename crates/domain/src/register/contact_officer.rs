use serde::{Deserialize, Serialize};

use super::{RegisterEntry, RegisterError, RegisterRow};
use crate::control::ControlState;
use crate::{GridId, UserId};

/// Who stands by a grid（包干联系人）of S0-16 and S4-14: leaders and departments that answer for it, cadres
/// in the village, fire officers and clerks that guide it. The key of its row is `{grid}/{user}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactOfficer {
    /// Which grid, with all below it.
    pub grid: GridId,
    /// Who.
    pub user: UserId,
    /// As what.
    pub kind: ContactKind,
    /// 单位职务, as it is shown.
    pub title: String,
    /// Telephone to call.
    pub phone: String,
}

/// As what somebody stands by a grid（联系类别）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    /// 县领导包乡走村.
    Leader,
    /// 部门包干.
    Department,
    /// 干部驻村联社.
    Cadre,
    /// 消防干部、文职分包网格 (S4-14).
    FireGuide,
}

impl ContactOfficer {
    /// The key of its row.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}/{}", self.grid, self.user)
    }
}

impl RegisterEntry for ContactOfficer {
    const REGISTER: &'static str = "contact_officer";
    const ZH: &'static str = "包干联系人";
    const RULE: &'static str = "S0-16";
    const OPERATION: &'static str = "grid_manage";

    fn check(&self, row: &RegisterRow, control: &ControlState) -> Result<(), RegisterError> {
        let refuse = |code, zh: &str| Err(RegisterError::refused(Self::RULE, code, zh));
        if row.key != self.key() {
            return refuse("key_mismatch", "条目键应为 网格/人员");
        }
        if !control.grids.contains_key(&self.grid) {
            return refuse("grid_unknown", "没有这个网格");
        }
        if !control.people.contains_key(&self.user) {
            return refuse("person_unknown", "没有这个人员");
        }
        if self.title.trim().is_empty() || self.phone.trim().is_empty() {
            return refuse("contact_incomplete", "联系人须有单位职务和电话");
        }
        Ok(())
    }

    fn area(&self) -> Option<GridId> {
        Some(self.grid)
    }
}
