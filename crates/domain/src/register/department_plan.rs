use serde::{Deserialize, Serialize};

use super::campaign::known_categories;
use super::{RegisterEntry, RegisterError, RegisterRow};
use crate::control::ControlState;
use crate::policy::{Period, PolicyPack};

/// A department's own plan（部门分领域检查计划）of S3-10: the categories it answers for and how often it
/// comes. The key of its row is the department's code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepartmentPlan {
    /// Department code of the policy pack.
    pub department: String,
    /// Categories it answers for.
    pub categories: Vec<String>,
    /// Once in every.
    pub every: Period,
    /// 责任人, as it is shown.
    #[serde(default)]
    pub contact: String,
}

impl RegisterEntry for DepartmentPlan {
    const REGISTER: &'static str = "department_plan";
    const ZH: &'static str = "部门检查计划";
    const RULE: &'static str = "S3-10";
    const OPERATION: &'static str = "grid_manage";

    fn check(&self, row: &RegisterRow, _control: &ControlState) -> Result<(), RegisterError> {
        let refuse = |code, zh: &str| Err(RegisterError::refused(Self::RULE, code, zh));
        if row.key != self.department {
            return refuse("key_mismatch", "条目键应为部门代码");
        }
        if self.categories.is_empty() {
            return refuse("plan_without_categories", "计划没有场所类别");
        }
        Ok(())
    }

    fn check_policy(&self, policy: &PolicyPack) -> Result<(), RegisterError> {
        if !policy.routing.departments.contains_key(&self.department) {
            return Err(RegisterError::refused(
                Self::RULE,
                "department_unknown",
                "政策包中没有这个部门",
            ));
        }
        known_categories(Self::RULE, &self.categories, policy)
    }
}
