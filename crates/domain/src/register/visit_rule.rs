use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{RegisterBook, RegisterEntry, RegisterError, RegisterRow};
use crate::control::ControlState;
use crate::policy::PolicyPack;

/// How visits of several agencies are merged（综合查一次规则）of S2-26. The key of its row is `default`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitRule {
    /// Due dates this many days apart, or fewer, make one joint visit.
    pub merge_within_days: u32,
    /// A visit by any agency within this many days makes the next one worth a warning.
    pub warn_within_days: u32,
}

/// The key under which the rule stands.
const KEY: &str = "default";

/// Days of a year, at most: what lies further apart is no joint visit. A limit of sense for slips of
/// the pen, not of policy.
const MOST_DAYS: u32 = 366;

impl VisitRule {
    /// The rule in force on a day, or the one that ships with the program \[proposed\].
    #[must_use]
    pub fn on(book: &RegisterBook, date: NaiveDate) -> Self {
        book.get(KEY, date).unwrap_or_else(|| {
            serde_json::from_str(include_str!(
                "../../../../fixtures/policy/default/visit_rule.json"
            ))
            .expect("the rule that ships with the program is checked by a test")
        })
    }
}

impl RegisterEntry for VisitRule {
    const REGISTER: &'static str = "visit_rule";
    const ZH: &'static str = "综合查一次规则";
    const RULE: &'static str = "S2-26";
    const OPERATION: &'static str = "policy_activate";

    fn check(&self, row: &RegisterRow, _control: &ControlState) -> Result<(), RegisterError> {
        if row.key == KEY {
            return Ok(());
        }
        Err(RegisterError::refused(
            Self::RULE,
            "key_mismatch",
            "条目键应为 default",
        ))
    }

    fn check_rules(
        &self,
        _: &RegisterRow,
        _: &ControlState,
        _: &PolicyPack,
    ) -> Result<(), RegisterError> {
        if self.merge_within_days <= MOST_DAYS && self.warn_within_days <= MOST_DAYS {
            return Ok(());
        }
        Err(RegisterError::refused(
            Self::RULE,
            "days_too_many",
            format!("合并、提示的天数各不得超过{MOST_DAYS}天"),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_that_ships_reads() {
        let rule = VisitRule::on(&RegisterBook::default(), NaiveDate::MIN);
        assert!(rule.merge_within_days > 0 && rule.warn_within_days > 0);
    }
}
