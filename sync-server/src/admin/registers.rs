use chrono::NaiveDate;
use wangge_domain::control::{ControlEvent, ControlRow, ControlState};
use wangge_domain::register::{RegisterLine, RegisterRow, register_kind};
use wangge_domain::sheet::check_sheet_row;

use super::Admin;
use crate::error::RelayStartError;

impl Admin {
    /// Sets rows of registers（登记册）, all of them or none. Registers that this build does not know
    /// are refused here: only a relay that can check a row writes it.
    pub fn set_registers(&self, rows: &[RegisterRow]) -> Result<usize, RelayStartError> {
        let control = self.tenant.control()?;
        let policy = self.tenant.policy(&control)?;
        // Each row is judged by those before it, too.
        let mut after = ControlState::clone(&control);
        for row in rows {
            if let Some(sheet) = policy.sheets.get(&row.register) {
                check_sheet_row(sheet, row, &control, &policy)?;
                continue;
            }
            let kind = register_kind(&row.register).ok_or_else(|| {
                RelayStartError::invalid(format!("没有登记册 {}（no such register）", row.register))
            })?;
            if kind.operation.is_empty() {
                return Err(RelayStartError::invalid(format!(
                    "登记册 {} 由系统写入（written by the system only）",
                    row.register
                )));
            }
            kind.check_write(row, &after, &policy)?;
            kind.check_day(row, self.today())?;
            // One that is refused here is refused again where it is written.
            let _refused = after.apply(&ControlRow {
                seq: after.seq,
                received_at: self.tenant.now(),
                event: ControlEvent::RegisterSet(row.clone()),
            });
        }
        let events: Vec<ControlEvent> = rows
            .iter()
            .cloned()
            .map(ControlEvent::RegisterSet)
            .collect();
        self.append(&events)
    }

    /// The rows of a register in force on a day; without a day, every row there ever was.
    pub fn register_lines(
        &self,
        register: &str,
        on: Option<NaiveDate>,
    ) -> Result<Vec<RegisterLine>, RelayStartError> {
        let control = self.tenant.control()?;
        let book = &control.registers;
        Ok(match on {
            Some(date) => book.lines_on(register, date).cloned().collect(),
            None => book.history(register).cloned().collect(),
        })
    }

    /// The relay's day in China.
    pub fn today(&self) -> NaiveDate {
        self.tenant.now().china_date()
    }
}
