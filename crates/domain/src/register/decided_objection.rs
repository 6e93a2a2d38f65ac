use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{RegisterEntry, RegisterError, RegisterRow};
use crate::control::ControlState;
use crate::{RecordId, UserId};

/// What was decided on a worker's objection（申诉处理）of S3-08. The key of its row is
/// `{record}/{worker}/{code}/{day}`: one deduction is decided on once. It travels with the control
/// stream, so the worker's phone learns of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecidedObjection {
    /// The record that the deduction is about.
    pub record: RecordId,
    /// Who objected.
    pub worker: UserId,
    /// Code of the award that was deducted.
    pub code: String,
    /// The day of the deduction.
    pub day: NaiveDate,
    /// Who decided; never the worker.
    pub by: UserId,
    /// True: the deduction is taken back.
    pub upheld: bool,
    /// Why.
    pub reason: String,
}

impl DecidedObjection {
    /// The key of its row.
    #[must_use]
    pub fn key(&self) -> String {
        let Self {
            record,
            worker,
            code,
            day,
            ..
        } = self;
        format!("{record}/{worker}/{code}/{day}")
    }
}

impl RegisterEntry for DecidedObjection {
    const REGISTER: &'static str = "objection_decision";
    const ZH: &'static str = "申诉处理";
    const RULE: &'static str = "S3-08";
    // Only the route of score cards writes it: it knows what was objected to.
    const OPERATION: &'static str = "";

    fn check(&self, row: &RegisterRow, control: &ControlState) -> Result<(), RegisterError> {
        let refuse = |code, zh: &str| Err(RegisterError::refused(Self::RULE, code, zh));
        if row.key != self.key() {
            return refuse("key_mismatch", "条目键应为 记录/人员/项目/日期");
        }
        if self.by == self.worker {
            return refuse("own_objection", "不得处理本人的申诉");
        }
        if self.reason.trim().is_empty() {
            return refuse("objection_needs_reason", "处理申诉须写明理由");
        }
        let book = &control.registers;
        if !book.history_of(Self::REGISTER, &row.key).is_empty() {
            return refuse("objection_decided", "该申诉已处理");
        }
        Ok(())
    }
}
