use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{RegisterBook, RegisterEntry, RegisterError, RegisterRow};
use crate::control::ControlState;
use crate::policy::{Period, PolicyPack};

/// Who supervises premises of a risk grade, and how（分级监管责任主体）of S1-17: differentiated by grade,
/// and mandatory for each. The key of its row is the grade.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupervisingBody {
    /// Risk grade id of the policy pack.
    pub grade: String,
    /// Department code of the policy pack.
    pub body: String,
    /// 监管主体名称, as it is shown.
    pub zh: String,
    /// Its own visits: once in every.
    pub every: Period,
    /// 监管措施.
    pub measures: Vec<String>,
}

impl RegisterEntry for SupervisingBody {
    const REGISTER: &'static str = "supervising_body";
    const ZH: &'static str = "分级监管责任主体";
    const RULE: &'static str = "S1-17";
    const OPERATION: &'static str = "grid_manage";

    fn check(&self, row: &RegisterRow, _control: &ControlState) -> Result<(), RegisterError> {
        let refuse = |code, zh: &str| Err(RegisterError::refused(Self::RULE, code, zh));
        if row.key != self.grade {
            return refuse("key_mismatch", "条目键应为风险等级");
        }
        if self.body.trim().is_empty() || self.zh.trim().is_empty() {
            return refuse("body_missing", "每一风险等级须明确监管责任主体");
        }
        if self
            .measures
            .iter()
            .all(|measure| measure.trim().is_empty())
        {
            return refuse("measures_missing", "未写明差异化监管措施");
        }
        Ok(())
    }

    fn check_policy(&self, policy: &PolicyPack) -> Result<(), RegisterError> {
        let refuse = |code, zh: &str| Err(RegisterError::refused(Self::RULE, code, zh));
        if policy.risk.rank(&self.grade).is_none() {
            return refuse("grade_unknown", "政策包中没有这一风险等级");
        }
        if !policy.routing.departments.contains_key(&self.body) {
            return refuse("department_unknown", "政策包中没有这个部门");
        }
        Ok(())
    }
}

/// The grades of the policy that nobody supervises on a day（监管责任空白）: there must be none.
#[must_use]
pub fn unsupervised_grades(
    book: &RegisterBook,
    policy: &PolicyPack,
    date: NaiveDate,
) -> Vec<String> {
    policy
        .risk
        .grades
        .iter()
        .filter(|grade| book.get::<SupervisingBody>(&grade.id, date).is_none())
        .map(|grade| grade.id.clone())
        .collect()
}
