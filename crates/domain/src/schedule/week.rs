use chrono::{Datelike, Days, NaiveDate};

/// How a village's weekly walk stands（村每周检查, S4-09）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VillageWeek {
    /// Monday.
    pub from: NaiveDate,
    /// Sunday.
    pub until: NaiveDate,
    /// The last walk of this week, if there was one.
    pub done_on: Option<NaiveDate>,
    /// Whole weeks before this one since the last walk, 0 if the week before was walked; `None`
    /// if there never was one.
    pub weeks_missed: Option<u32>,
}

/// Monday and Sunday of the week that holds this date.
#[must_use]
pub fn week_of(date: NaiveDate) -> (NaiveDate, NaiveDate) {
    let back = u64::from(date.weekday().num_days_from_monday());
    let monday = date.checked_sub_days(Days::new(back)).unwrap_or(date);
    (
        monday,
        monday.checked_add_days(Days::new(6)).unwrap_or(monday),
    )
}

/// First and last day of the week that holds this date, where weeks begin on the day numbered
/// `starts_on`, 1 for Monday to 7 for Sunday; 0 as 1.
#[must_use]
pub fn week_starting(date: NaiveDate, starts_on: u32) -> (NaiveDate, NaiveDate) {
    let starts_on = starts_on.clamp(1, 7);
    let back = (date.weekday().number_from_monday() + 7 - starts_on) % 7;
    let first = date
        .checked_sub_days(Days::new(u64::from(back)))
        .unwrap_or(date);
    (first, first.checked_add_days(Days::new(6)).unwrap_or(first))
}

/// The week that holds `today`, with what was walked. Walks after today are not counted.
#[must_use]
pub fn village_week(walked_on: &[NaiveDate], today: NaiveDate) -> VillageWeek {
    let (from, until) = week_of(today);
    let last = walked_on.iter().filter(|day| **day <= today).max().copied();
    let done_on = last.filter(|day| *day >= from);
    let before = walked_on.iter().filter(|day| **day < from).max();
    let weeks_missed = before.map(|day| {
        let (monday, _) = week_of(*day);
        let weeks = from.signed_duration_since(monday).num_weeks();
        u32::try_from(weeks - 1).unwrap_or(0)
    });
    VillageWeek {
        from,
        until,
        done_on,
        weeks_missed,
    }
}
