use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

/// Which months a step may be about（月份范围）, counted from the month in which it is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MonthSpan {
    /// So many months before it.
    pub back: u32,
    /// So many months after it.
    pub ahead: u32,
}

impl MonthSpan {
    /// Whether a month, the first of its year as 1, lies in the span around the month of a day.
    #[must_use]
    pub fn holds(self, (year, month): (i32, u32), day: NaiveDate) -> bool {
        let count = |year: i32, month: u32| i64::from(year) * 12 + i64::from(month);
        let away = count(year, month) - count(day.year(), day.month());
        (-i64::from(self.back)..=i64::from(self.ahead)).contains(&away)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_goes_over_the_end_of_a_year() {
        let span = MonthSpan { back: 1, ahead: 1 };
        let held = |month, day: &str| span.holds(month, day.parse().unwrap());
        for month in [(2026, 12), (2027, 1), (2027, 2)] {
            assert!(held(month, "2027-01-31"), "{month:?}");
        }
        for month in [(2026, 11), (2027, 3), (2026, 1), (2028, 1)] {
            assert!(!held(month, "2027-01-01"), "{month:?}");
        }
    }
}
