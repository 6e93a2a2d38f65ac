use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};

use crate::policy::{Certainty, HolidayTables};

/// Which days are worked（工作日历）: weekends, statutory rest days, make-up working days.
///
/// A year without a table counts weekends only, and every answer that leaned on such a year says
/// so ([`Calendar::knows`]), so that a screen can warn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    known_years: BTreeSet<i32>,
    rest: BTreeSet<NaiveDate>,
    worked: BTreeSet<NaiveDate>,
}

impl Calendar {
    /// The calendar of these tables.
    #[must_use]
    pub fn new(tables: &HolidayTables) -> Self {
        let mut calendar = Self::default();
        for (year, table) in &tables.years {
            if table.certainty == Certainty::Unknown {
                continue;
            }
            calendar.known_years.insert(*year);
            calendar.rest.extend(table.off.values().flatten());
            calendar.worked.extend(&table.workdays);
        }
        calendar
    }

    /// True if the table of this date's year is known.
    #[must_use]
    pub fn knows(&self, date: NaiveDate) -> bool {
        self.known_years.contains(&date.year())
    }

    /// True if this is a working day（工作日）.
    #[must_use]
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        if self.worked.contains(&date) {
            return true;
        }
        let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        !weekend && !self.rest.contains(&date)
    }

    /// This day if it is worked, else the next that is.
    #[must_use]
    pub fn working_day_from(&self, date: NaiveDate) -> NaiveDate {
        let mut day = date;
        while !self.is_working_day(day) {
            let Some(next) = day.succ_opt() else { break };
            day = next;
        }
        day
    }
}
