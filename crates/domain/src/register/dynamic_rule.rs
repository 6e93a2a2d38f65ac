use serde::{Deserialize, Serialize};

use super::{RegisterEntry, RegisterError, RegisterRow};
use crate::checklist::Condition;
use crate::control::ControlState;
use crate::policy::{Period, PolicyPack};

/// A threshold that regrades premises and opens a control measure（动态评估规则）of S1-16.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DynamicRule {
    /// 名称.
    pub zh: String,
    /// Opens the measure at once.
    pub open_when: Condition,
    /// Keeps it open: lower than the threshold that opens it, so that it does not flicker.
    pub keep_when: Condition,
    /// It is lifted after this many days in a row in which nothing kept it open.
    pub calm_days: u32,
    /// The grade that premises have at least while it stands.
    pub grade: String,
    /// 管控措施.
    pub measure: String,
    /// Visits of the grid while it stands: once in every.
    pub every: Period,
}

impl RegisterEntry for DynamicRule {
    const REGISTER: &'static str = "dynamic_rule";
    const ZH: &'static str = "动态评估规则";
    const RULE: &'static str = "S1-16";
    const OPERATION: &'static str = "policy_activate";

    fn check(&self, _row: &RegisterRow, _control: &ControlState) -> Result<(), RegisterError> {
        if self.zh.trim().is_empty() || self.measure.trim().is_empty() {
            return Err(RegisterError::refused(
                Self::RULE,
                "rule_incomplete",
                "规则没有名称或管控措施",
            ));
        }
        Ok(())
    }

    fn check_rules(
        &self,
        _row: &RegisterRow,
        _control: &ControlState,
        _policy: &PolicyPack,
    ) -> Result<(), RegisterError> {
        let refuse = |code, zh: &str| Err(RegisterError::refused(Self::RULE, code, zh));
        if !self.keep_when.is_below(&self.open_when) {
            return refuse(
                "threshold_without_hysteresis",
                "维持条件须比对启动条件中的指标，且门槛更低",
            );
        }
        if self.calm_days == 0 {
            return refuse("calm_days_missing", "解除所需的平稳天数须大于零");
        }
        Ok(())
    }

    fn check_policy(&self, policy: &PolicyPack) -> Result<(), RegisterError> {
        if policy.risk.rank(&self.grade).is_some() {
            return Ok(());
        }
        Err(RegisterError::refused(
            Self::RULE,
            "grade_unknown",
            "政策包中没有这一风险等级",
        ))
    }
}
