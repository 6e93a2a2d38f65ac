use chrono::NaiveDate;
use wangge_domain::register::RegisterLine;

use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// The rows of a register in force on a day（登记册）, today if `None`; also of registers that this
    /// version does not know. Works offline, as of the last sync.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn register_lines(
        &self,
        register: &str,
        on: Option<NaiveDate>,
    ) -> Result<Vec<RegisterLine>, CoreError> {
        let session = self.session()?;
        let on = on.unwrap_or_else(|| self.now(&session).china_date());
        let book = &session.control.registers;
        Ok(book.lines_on(register, on).cloned().collect())
    }

    /// Every row a register ever had（登记册历史）.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn register_history(&self, register: &str) -> Result<Vec<RegisterLine>, CoreError> {
        let session = self.session()?;
        let book = &session.control.registers;
        Ok(book.history(register).cloned().collect())
    }
}
