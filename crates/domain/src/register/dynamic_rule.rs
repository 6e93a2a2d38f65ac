use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{RegisterEntry, RegisterError, RegisterRow};
use crate::checklist::Condition;
use crate::control::ControlState;
use crate::policy::{Period, PolicyPack};
use crate::premises::PremisesFacts;
use crate::{GridId, RecordId};

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

/// A control measure at one premises（管控措施）of S1-16, as the relay opens, notes and lifts it. The key
/// of its row is `{premises}/{rule}`; its rows are the log of the evaluation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ControlMeasure {
    /// Where.
    pub premises: RecordId,
    /// In which small grid it lies.
    pub grid: GridId,
    /// Key of the rule.
    pub rule: String,
    /// The grade it has at least.
    pub grade: String,
    /// What is done.
    pub measure: String,
    /// Visits of the grid: once in every.
    pub every: Period,
    /// Since when nothing keeps it open.
    #[serde(default)]
    pub calm_since: Option<NaiveDate>,
    /// It is lifted.
    #[serde(default)]
    pub lifted: bool,
}

impl ControlMeasure {
    /// The key of its row.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}/{}", self.premises, self.rule)
    }
}

impl RegisterEntry for ControlMeasure {
    const REGISTER: &'static str = "control_measure";
    const ZH: &'static str = "动态管控措施";
    const RULE: &'static str = "S1-16";
    // The evaluation writes it; nobody opens or lifts a measure by hand.
    const OPERATION: &'static str = "";

    fn check(&self, row: &RegisterRow, _control: &ControlState) -> Result<(), RegisterError> {
        if row.key == self.key() {
            return Ok(());
        }
        Err(RegisterError::refused(
            Self::RULE,
            "key_mismatch",
            "条目键应为 场所/规则",
        ))
    }
}

/// One step of the evaluation（动态评估）of one premises by one rule: the measure as it is to stand
/// from today on, or `None` if nothing changes. It opens at once, and is lifted only after a
/// number of calm days in a row (hysteresis).
#[must_use]
pub fn evaluate_dynamic(
    key: &str,
    rule: &DynamicRule,
    premises: (RecordId, GridId),
    facts: &PremisesFacts,
    standing: Option<&ControlMeasure>,
    today: NaiveDate,
) -> Option<ControlMeasure> {
    let opens = rule.open_when.holds(facts);
    let Some(standing) = standing.filter(|measure| !measure.lifted) else {
        return opens.then(|| ControlMeasure {
            premises: premises.0,
            grid: premises.1,
            rule: key.to_owned(),
            grade: rule.grade.clone(),
            measure: rule.measure.clone(),
            every: rule.every,
            calm_since: None,
            lifted: false,
        });
    };
    let mut next = standing.clone();
    if opens || rule.keep_when.holds(facts) {
        next.calm_since = None;
    } else {
        let since = *next.calm_since.get_or_insert(today);
        let calm = today.signed_duration_since(since).num_days();
        next.lifted = calm >= i64::from(rule.calm_days);
    }
    (next != *standing).then_some(next)
}
