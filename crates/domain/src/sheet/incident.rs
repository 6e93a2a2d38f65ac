use std::collections::BTreeMap;

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
    let fires = fires(book, today);
    let days = fires.get(&premises);
    days.is_some_and(|days| days.iter().any(|on| *on >= since))
}

/// The days of the incidents that are tied to each premises, up to a day, read once for a list of many
/// （接处警关联）of S0-33.
#[must_use]
pub fn fires(book: &RegisterBook, today: NaiveDate) -> BTreeMap<RecordId, Vec<NaiveDate>> {
    let mut fires: BTreeMap<RecordId, Vec<NaiveDate>> = BTreeMap::new();
    for line in book.lines_on(SHEET, today) {
        let entry = entry_of(&line.row);
        let said = |name: &str| entry.get(name).and_then(|value| value.as_str());
        let on = said("happened_on").and_then(|on| on.trim().parse::<NaiveDate>().ok());
        let premises = said("premises").and_then(|id| id.parse::<RecordId>().ok());
        if let (Some(on), Some(premises)) = (on, premises)
            && on <= today
        {
            fires.entry(premises).or_default().push(on);
        }
    }
    fires
}
