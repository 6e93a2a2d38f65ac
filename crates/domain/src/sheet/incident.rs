use std::collections::BTreeSet;

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
    burned(book, today).any(|it| it == premises)
}

/// The premises that an incident of the last two years is tied to, read once for a list of many
/// （接处警关联）of S0-33.
#[must_use]
pub fn burned_premises(book: &RegisterBook, today: NaiveDate) -> BTreeSet<RecordId> {
    burned(book, today).collect()
}

fn burned(book: &RegisterBook, today: NaiveDate) -> impl Iterator<Item = RecordId> {
    let since = today
        .checked_sub_months(Months::new(MONTHS))
        .unwrap_or(today);
    book.lines_on(SHEET, today).filter_map(move |line| {
        let entry = entry_of(&line.row);
        let said = |name: &str| entry.get(name).and_then(|value| value.as_str());
        let on: NaiveDate = said("happened_on")?.trim().parse().ok()?;
        let premises: RecordId = said("premises")?.parse().ok()?;
        (on >= since && on <= today).then_some(premises)
    })
}
