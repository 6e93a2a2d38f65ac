use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{RegisterBook, RegisterEntry, RegisterError, RegisterRow};
use crate::admission::{AdmissionItem, AdmissionRules};
use crate::control::ControlState;

/// A job of the catalogue as a county changes it（网格准入事项）of S0-39: it takes the place of the one
/// of the same code in the policy, or takes it off the list. The key of its row is the code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdmissionEntry {
    /// Code of the job.
    pub code: String,
    /// The job; `None`: it is taken off the list.
    #[serde(default)]
    pub item: Option<AdmissionItem>,
}

impl RegisterEntry for AdmissionEntry {
    const REGISTER: &'static str = "admission_item";
    const ZH: &'static str = "网格准入事项";
    const RULE: &'static str = "S0-39";
    const OPERATION: &'static str = "policy_activate";

    fn check(&self, row: &RegisterRow, _control: &ControlState) -> Result<(), RegisterError> {
        let refuse = |code, zh: &str| Err(RegisterError::refused(Self::RULE, code, zh));
        if row.key != self.code {
            return refuse("key_mismatch", "条目键应为事项代码");
        }
        let Some(item) = &self.item else {
            return Ok(());
        };
        if item.code != self.code {
            return refuse("key_mismatch", "事项代码前后不一");
        }
        if item.roles.is_empty() || item.basis.trim().is_empty() || item.steps.is_empty() {
            return refuse("item_incomplete", "准入事项须有岗位、依据和操作流程");
        }
        Ok(())
    }
}

/// The catalogue in force on a day（现行准入事项清单）: that of the policy with what was changed since.
#[must_use]
pub fn admission_rules(
    book: &RegisterBook,
    policy: &AdmissionRules,
    date: NaiveDate,
) -> AdmissionRules {
    let mut rules = policy.clone();
    for (_, entry) in book.all::<AdmissionEntry>(date) {
        rules.items.retain(|item| item.code != entry.code);
        rules.items.extend(entry.item);
    }
    rules
}
