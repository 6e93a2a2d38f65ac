use chrono::{Months, NaiveDate};

use super::entry_of;
use crate::RecordId;
use crate::register::RegisterBook;

/// The sheet of incidents.
const SHEET: &str = "incident";
/// How long a fire counts: the fact is called `fire_in_24m`.
const MONTHS: u32 = 24;

/// Whether an incident of the last two years is tied to a premises（接处警关联）of S0-33.
#[must_use]
pub fn fire_within(book: &RegisterBook, premises: RecordId, today: NaiveDate) -> bool {
    let since = today
        .checked_sub_months(Months::new(MONTHS))
        .unwrap_or(today);
    let id = premises.to_string();
    book.lines_on(SHEET, today).any(|line| {
        let entry = entry_of(&line.row);
        let said = |name: &str| entry.get(name).and_then(|value| value.as_str());
        let on = said("happened_on").and_then(|day| day.trim().parse::<NaiveDate>().ok());
        said("premises") == Some(id.as_str()) && on.is_some_and(|on| on >= since && on <= today)
    })
}
