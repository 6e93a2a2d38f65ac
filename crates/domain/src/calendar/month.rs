use chrono::{Datelike, NaiveDate};

use super::Calendar;
use crate::policy::{CalendarRules, CheckDayRule};

impl Calendar {
    /// The working days of the month's first ten days（上旬）; empty for a month that is none.
    #[must_use]
    pub fn first_ten_days(&self, year: i32, month: u32) -> Vec<NaiveDate> {
        self.working_days(year, month, 1, 10)
    }

    /// The working days from the 21st to the end of the month（下旬）.
    #[must_use]
    pub fn last_ten_days(&self, year: i32, month: u32) -> Vec<NaiveDate> {
        self.working_days(year, month, 21, 31)
    }

    /// The check day of a month（每月检查日, S4-05）, or `None` if no day qualifies.
    #[must_use]
    pub fn check_day(&self, year: i32, month: u32, rule: &CheckDayRule) -> Option<NaiveDate> {
        let days = self.working_days(year, month, 1, rule.last_day);
        let preferred = days.iter().find(|day| day.day() >= rule.preferred_from_day);
        preferred.or_else(|| days.first()).copied()
    }

    /// The working days on which the month's open notices are rechecked（下旬复查, S4-07）.
    #[must_use]
    pub fn recheck_window(&self, year: i32, month: u32, rules: &CalendarRules) -> Vec<NaiveDate> {
        self.working_days(year, month, rules.recheck_from_day, 31)
    }

    fn working_days(&self, year: i32, month: u32, first: u32, last: u32) -> Vec<NaiveDate> {
        (first..=last.min(31))
            .filter_map(|day| NaiveDate::from_ymd_opt(year, month, day))
            .filter(|day| self.is_working_day(*day))
            .collect()
    }
}
