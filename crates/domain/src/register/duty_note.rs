use serde::{Deserialize, Serialize};

use super::{RegisterEntry, RegisterError, RegisterRow};
use crate::control::ControlState;
use crate::{GridId, UserId};

/// A line of the duty log（值班记录、紧急信息）of S0-32. An urgent one asks for a receipt: a later row of the
/// same key that names who took it, and changes nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyNote {
    /// The grid it is about.
    pub area: GridId,
    /// What happened.
    pub text: String,
    /// 紧急.
    #[serde(default)]
    pub urgent: bool,
    /// 签收人.
    #[serde(default)]
    pub received_by: Option<UserId>,
}

impl RegisterEntry for DutyNote {
    const REGISTER: &'static str = "duty_note";
    const ZH: &'static str = "值班记录";
    const RULE: &'static str = "S0-32";
    const OPERATION: &'static str = "grid_manage";

    fn check(&self, row: &RegisterRow, control: &ControlState) -> Result<(), RegisterError> {
        let refuse = |code, zh: &str| Err(RegisterError::refused(Self::RULE, code, zh));
        if self.text.trim().is_empty() {
            return refuse("note_missing", "值班记录没有内容");
        }
        if !control.grids.contains_key(&self.area) {
            return refuse("grid_unknown", "没有这个网格");
        }
        let lines = control.registers.history_of(Self::REGISTER, &row.key);
        let first = lines.first().and_then(|line| line.row.read::<Self>().ok());
        match (first, self.received_by) {
            (None, None) => Ok(()),
            (None, Some(_)) => refuse("nothing_to_receive", "没有可签收的信息"),
            (Some(_), None) => refuse("record_stands", "值班记录不得改写"),
            (Some(_), Some(_)) if lines.len() > 1 => refuse("received_already", "该信息已签收"),
            (Some(first), Some(by)) => {
                let same = first.text == self.text && first.area == self.area;
                if !same || first.urgent != self.urgent {
                    return refuse("record_stands", "值班记录不得改写");
                }
                if lines
                    .first()
                    .is_some_and(|line| line.row.set_by == Some(by))
                {
                    return refuse("own_receipt", "不得签收本人报送的信息");
                }
                Ok(())
            }
        }
    }

    fn area(&self) -> Option<GridId> {
        Some(self.area)
    }
}
