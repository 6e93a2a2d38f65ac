use chrono::NaiveDate;

use super::entry_of;
use crate::RecordId;
use crate::policy::CreditGrade;
use crate::register::RegisterBook;

/// The sheet of credit flags.
const SHEET: &str = "credit_flag";

/// The credit grade that a flag in force gives a premises（信用标记）of S2-38; it decides over the one on file
/// until its last day.
#[must_use]
pub fn flagged_credit(
    book: &RegisterBook,
    premises: RecordId,
    date: NaiveDate,
) -> Option<CreditGrade> {
    let line = book.line_on(SHEET, &premises.to_string(), date)?;
    let entry = entry_of(&line.row);
    CreditGrade::parse(entry.get("grade")?.as_str()?)
}
