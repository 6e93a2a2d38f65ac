use chrono::NaiveDate;

use super::*;
use crate::policy::{CheckDayRule, HolidayTables};

fn calendar() -> Calendar {
    let tables: HolidayTables =
        serde_json::from_str(include_str!("../../../../fixtures/calendar/holidays.json")).unwrap();
    Calendar::new(&tables)
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const fn natural(days: u32) -> DeadlineSpec {
    DeadlineSpec::Days {
        days,
        calendar: DayKind::Natural,
    }
}

const fn working(days: u32) -> DeadlineSpec {
    DeadlineSpec::Days {
        days,
        calendar: DayKind::Working,
    }
}

/// Handbook 5.3, all eleven.
#[test]
fn the_eleven_deadline_vectors() {
    let calendar = calendar();
    let natural_rows = [
        ("2026-09-22", 15, "2026-10-07", "2026-10-08"),
        ("2026-02-10", 7, "2026-02-17", "2026-02-24"),
        ("2026-04-29", 3, "2026-05-02", "2026-05-06"),
        ("2025-09-30", 7, "2025-10-07", "2025-10-09"),
        ("2024-02-08", 3, "2024-02-11", "2024-02-18"),
        ("2026-11-16", 15, "2026-12-01", "2026-12-01"),
    ];
    for (start, days, raw, due) in natural_rows {
        let got = calendar.due_date(day(start), natural(days), true);
        assert_eq!(
            (got.raw_end, got.date),
            (day(raw), day(due)),
            "{start} + {days} natural"
        );
        assert!(got.calendar_known);
        let unrolled = calendar.due_date(day(start), natural(days), false);
        assert_eq!(
            unrolled.date,
            day(raw),
            "a deadline that threatens life stays at {raw}"
        );
    }
    let working_rows = [
        ("2026-02-13", 3, "2026-02-25"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2025-09-26", 3, "2025-09-30"),
        ("2024-04-30", 5, "2024-05-10"),
        ("2026-04-30", 3, "2026-05-08"),
    ];
    for (start, days, due) in working_rows {
        let got = calendar.due_date(day(start), working(days), true);
        assert_eq!(got.date, day(due), "{start} + {days} working");
    }
}

#[test]
fn working_days_of_the_years_add_up() {
    let calendar = calendar();
    for (year, expected) in [(2024, 251), (2025, 248), (2026, 248)] {
        let count = (1..=366)
            .filter_map(|ordinal| NaiveDate::from_yo_opt(year, ordinal))
            .filter(|date| calendar.is_working_day(*date))
            .count();
        assert_eq!(count, expected, "{year}");
    }
}

#[test]
fn month_ends_and_leap_years() {
    let calendar = calendar();
    assert_eq!(
        calendar.due_date(day("2024-02-28"), natural(1), true).date,
        day("2024-02-29")
    );
    assert_eq!(
        calendar.due_date(day("2024-02-29"), natural(1), true).date,
        day("2024-03-01")
    );
    assert_eq!(
        calendar.due_date(day("2025-02-27"), natural(1), true).date,
        day("2025-02-28")
    );
    // 2025-02-28 is a Friday, so one day more is Saturday and rolls to Monday.
    assert_eq!(
        calendar.due_date(day("2025-02-28"), natural(1), true).date,
        day("2025-03-03")
    );
    // 2025-12-31 + 1 is New Year's Day; 2026-01-04 is a make-up Sunday.
    assert_eq!(
        calendar.due_date(day("2025-12-31"), natural(1), true).date,
        day("2026-01-04")
    );
    assert_eq!(
        calendar.due_date(day("2025-12-31"), working(1), true).date,
        day("2026-01-04")
    );
}

#[test]
fn immediate_is_the_same_day_even_on_a_holiday() {
    let got = calendar().due_date(day("2026-10-01"), DeadlineSpec::Immediate, true);
    assert_eq!(got.date, day("2026-10-01"));
}

#[test]
fn a_year_without_a_table_counts_weekends_and_says_so() {
    let calendar = calendar();
    assert!(
        !calendar.knows(day("2027-01-04")),
        "2027 is in the file, as unknown"
    );
    // 2027-01-01 is a Friday; without a table it is worked.
    let got = calendar.due_date(day("2026-12-30"), natural(2), true);
    assert_eq!((got.date, got.calendar_known), (day("2027-01-01"), false));
    let got = calendar.due_date(day("2026-12-30"), working(3), true);
    assert_eq!((got.date, got.calendar_known), (day("2027-01-04"), false));
    // Saturday 2031-03-01 rolls to Monday.
    let got = calendar.due_date(day("2031-02-28"), natural(1), true);
    assert_eq!((got.date, got.calendar_known), (day("2031-03-03"), false));
    // Nothing was judged, so there is nothing to warn of.
    assert!(
        calendar
            .due_date(day("2031-02-28"), natural(1), false)
            .calendar_known
    );
}

#[test]
fn hostile_numbers_end() {
    let calendar = Calendar::default();
    for spec in [natural(u32::MAX), working(u32::MAX)] {
        assert!(calendar.due_date(day("2026-01-01"), spec, true).date > day("2035-01-01"));
        let last = calendar.due_date(NaiveDate::MAX, spec, true);
        assert_eq!(last.date, NaiveDate::MAX);
        assert!(last.timestamp().0 > 0);
    }
}

#[test]
fn a_due_timestamp_is_the_last_millisecond_in_china() {
    let due = calendar().due_timestamp(day("2026-09-22"), natural(15), true);
    assert_eq!(due.to_string(), "2026-10-08T23:59:59.999+08:00");
}

#[test]
fn first_and_last_ten_days() {
    let calendar = calendar();
    assert_eq!(
        calendar.first_ten_days(2025, 10),
        [day("2025-10-09"), day("2025-10-10")]
    );
    assert_eq!(calendar.first_ten_days(2026, 10).len(), 3);
    assert_eq!(calendar.first_ten_days(2024, 10).len(), 3);
    for year in 2024..=2026 {
        for month in 1..=12 {
            let first = calendar.first_ten_days(year, month).len();
            assert!(
                first >= if month == 10 { 2 } else { 4 },
                "{year}-{month}: {first}"
            );
            assert!(
                calendar.last_ten_days(year, month).len() >= 5,
                "{year}-{month}"
            );
        }
    }
    assert!(calendar.first_ten_days(2026, 13).is_empty());
    assert_eq!(
        calendar.last_ten_days(2026, 2).last(),
        Some(&day("2026-02-28"))
    );
}

#[test]
fn the_check_day_is_the_first_working_day_from_the_fifth_else_the_first() {
    let calendar = calendar();
    let rule = CheckDayRule {
        preferred_from_day: 5,
        last_day: 10,
    };
    let check = |year, month| calendar.check_day(year, month, &rule);
    // Saturday 2026-09-05, so Monday the 7th.
    assert_eq!(check(2026, 9), Some(day("2026-09-07")));
    assert_eq!(check(2025, 10), Some(day("2025-10-09")));
    assert_eq!(check(2026, 10), Some(day("2026-10-08")));
    let late = CheckDayRule {
        preferred_from_day: 9,
        last_day: 9,
    };
    // 2026-08-09 is a Sunday: nothing from the 9th on, so the first working day.
    assert_eq!(calendar.check_day(2026, 8, &late), Some(day("2026-08-03")));
    let never = CheckDayRule {
        preferred_from_day: 1,
        last_day: 2,
    };
    assert_eq!(calendar.check_day(2026, 10, &never), None);
}
