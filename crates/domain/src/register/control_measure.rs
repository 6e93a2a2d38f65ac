use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{RegisterEntry, RegisterError, RegisterRow};
use crate::control::ControlState;
use crate::policy::Period;
use crate::{GridId, RecordId};

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
