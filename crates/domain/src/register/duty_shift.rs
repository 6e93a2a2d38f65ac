use serde::{Deserialize, Serialize};

use super::{RegisterEntry, RegisterError, RegisterRow};
use crate::control::ControlState;
use crate::{GridId, UserId};

/// Who is on duty（值班表）of S0-32; its days are those of its row. The key is `{area}/{first day}/{shift}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyShift {
    /// The grid it is for, with all below it.
    pub area: GridId,
    /// 班次, e.g. 白班.
    pub shift: String,
    /// 带班领导.
    pub leader: UserId,
    /// 值班人员.
    pub people: Vec<UserId>,
    /// 值班电话.
    pub phone: String,
}

impl DutyShift {
    /// The key of its row.
    #[must_use]
    pub fn key(&self, row: &RegisterRow) -> String {
        format!("{}/{}/{}", self.area, row.from, self.shift)
    }
}

impl RegisterEntry for DutyShift {
    const REGISTER: &'static str = "duty_shift";
    const ZH: &'static str = "值班表";
    const RULE: &'static str = "S0-32";
    const OPERATION: &'static str = "grid_manage";

    fn check(&self, row: &RegisterRow, control: &ControlState) -> Result<(), RegisterError> {
        let refuse = |code, zh: &str| Err(RegisterError::refused(Self::RULE, code, zh));
        if row.key != self.key(row) {
            return refuse("key_mismatch", "条目键应为 网格/日期/班次");
        }
        if row.until.is_none() {
            return refuse("shift_without_end", "值班须有结束日期");
        }
        if !control.grids.contains_key(&self.area) {
            return refuse("grid_unknown", "没有这个网格");
        }
        if self.phone.trim().is_empty() || self.people.is_empty() {
            return refuse("shift_incomplete", "值班须有人员和电话");
        }
        let mut people = self.people.iter().chain([&self.leader]);
        if people.any(|user| !control.people.contains_key(user)) {
            return refuse("person_unknown", "没有这个人员");
        }
        Ok(())
    }

    /// One shift of an area has one row on one day.
    fn check_beside(&self, row: &RegisterRow, control: &ControlState) -> Result<(), RegisterError> {
        let spans = control.registers.spans::<Self>();
        let in_the_way = spans.iter().find(|span| {
            let is_same =
                (span.entry.area, span.entry.shift.trim()) == (self.area, self.shift.trim());
            is_same && span.line.row.key != row.key && span.shares_a_day(row)
        });
        match in_the_way {
            None => Ok(()),
            Some(span) => Err(RegisterError::refused(
                Self::RULE,
                "roster_overlap",
                format!("该网格同一班次的值班日期与条目{}重叠", span.line.row.key),
            )),
        }
    }

    fn area(&self) -> Option<GridId> {
        Some(self.area)
    }
}
