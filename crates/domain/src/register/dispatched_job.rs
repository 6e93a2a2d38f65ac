use serde::{Deserialize, Serialize};

use super::{RegisterEntry, RegisterError, RegisterRow, admission_rules};
use crate::admission::{admit, admit_words};
use crate::control::ControlState;
use crate::policy::PolicyPack;
use crate::{GridId, RecordId, Timestamp, UserId};

/// A job sent to a person（派发事项）under S0-39: what is not on the list of admission is not sent to
/// a grid worker. The key of its row is free; its days are those in which it is to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DispatchedJob {
    /// Code of the job in the list of admission.
    pub job: String,
    /// To whom.
    pub to: UserId,
    /// Where.
    pub grid: GridId,
    /// Which premises, if it is about one.
    #[serde(default)]
    pub premises: Option<RecordId>,
    /// What is to be done, in words.
    pub text: String,
    /// True once it is done, or taken back.
    #[serde(default)]
    pub done: bool,
}

impl RegisterEntry for DispatchedJob {
    const REGISTER: &'static str = "dispatched_job";
    const ZH: &'static str = "派发事项";
    const RULE: &'static str = "S0-39";
    const OPERATION: &'static str = "grid_manage";

    fn check(&self, row: &RegisterRow, control: &ControlState) -> Result<(), RegisterError> {
        let refuse = |code, zh: &str| Err(RegisterError::refused(Self::RULE, code, zh));
        if !control.people.contains_key(&self.to) {
            return refuse("person_unknown", "没有这个人员");
        }
        if !control.grids.contains_key(&self.grid) {
            return refuse("grid_unknown", "没有这个网格");
        }
        if row.until.is_none() {
            return refuse("job_without_end", "派发事项须有完成期限");
        }
        Ok(())
    }

    fn check_rules(
        &self,
        row: &RegisterRow,
        control: &ControlState,
        policy: &PolicyPack,
    ) -> Result<(), RegisterError> {
        let refuse = |code, zh: &str| Err(RegisterError::refused(Self::RULE, code, zh));
        let rules = admission_rules(&control.registers, &policy.accounting().admission, row.from);
        let path = control.path(self.grid);
        // The grants that hold at the end of its first day.
        let at = Timestamp::start_of_china_day(row.from).plus_ms(24 * 3_600_000 - 1);
        let mut roles: Vec<_> = control
            .grants_of(self.to, at)
            .filter(|grant| grant.covers(&path, self.premises))
            .map(|grant| grant.role)
            .collect();
        roles.sort();
        roles.dedup();
        if roles.is_empty() {
            return refuse("out_of_scope", "此人不负责这个网格");
        }
        let mut refusal = None;
        for role in roles {
            let judged = admit(&self.job, role, &rules);
            match judged.and_then(|_| admit_words(&self.text, role, &rules)) {
                Ok(()) => return Ok(()),
                Err(error) => refusal = Some(error),
            }
        }
        match refusal {
            Some(error) => refuse(error.code(), error.zh()),
            None => Ok(()),
        }
    }

    fn area(&self) -> Option<GridId> {
        Some(self.grid)
    }
}
