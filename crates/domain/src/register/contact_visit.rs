use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::day_to_come::not_to_come;
use super::{ContactOfficer, RegisterEntry, RegisterError, RegisterRow};
use crate::control::ControlState;
use crate::{GridId, UserId};

/// That a contact officer came to the grid（联系走访、指导记录）of S0-16 and S4-14; its first day is the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactVisit {
    /// Which grid.
    pub grid: GridId,
    /// Who came.
    pub user: UserId,
    /// What was done.
    pub text: String,
}

impl RegisterEntry for ContactVisit {
    const REGISTER: &'static str = "contact_visit";
    const ZH: &'static str = "联系走访记录";
    const RULE: &'static str = "S0-16";
    const OPERATION: &'static str = "grid_manage";

    fn check(&self, row: &RegisterRow, control: &ControlState) -> Result<(), RegisterError> {
        let refuse = |code, zh: &str| Err(RegisterError::refused(Self::RULE, code, zh));
        if self.text.trim().is_empty() {
            return refuse("note_missing", "未写明走访内容");
        }
        let book = &control.registers;
        if !book.history_of(Self::REGISTER, &row.key).is_empty() {
            return refuse("record_stands", "该记录已登记，不得改写");
        }
        let path = control.path(self.grid);
        let linked = book
            .all::<ContactOfficer>(row.from)
            .into_iter()
            .any(|(_, contact)| contact.user == self.user && path.contains(&contact.grid));
        if linked {
            Ok(())
        } else {
            refuse("not_a_contact", "此人当日不是该网格的联系人")
        }
    }

    fn check_day(&self, row: &RegisterRow, today: NaiveDate) -> Result<(), RegisterError> {
        not_to_come(Self::RULE, row, today, "走访日期晚于今天")
    }

    fn area(&self) -> Option<GridId> {
        Some(self.grid)
    }
}
