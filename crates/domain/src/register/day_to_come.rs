use chrono::NaiveDate;

use super::{RegisterError, RegisterRow};

/// That what a row tells of has happened（已发生）: its first day is not after today.
pub(super) fn not_to_come(
    rule: &'static str,
    row: &RegisterRow,
    today: NaiveDate,
    zh: &str,
) -> Result<(), RegisterError> {
    if row.from <= today {
        return Ok(());
    }
    Err(RegisterError::refused(rule, "day_to_come", zh))
}
