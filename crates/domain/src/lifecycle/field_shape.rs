use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

/// How the value of a field is written（填写格式）: it will stand on a paper or begin a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldShape {
    /// A day, `YYYY-MM-DD`.
    Day,
    /// A month, `YYYY-MM` or `YYYY年M月`.
    Month,
    /// A quarter, `YYYYQn`, `YYYY-Qn` or `YYYY年第n季度`, the number as a digit or in Chinese.
    Quarter,
    /// A year, `YYYY` or `YYYY年`.
    Year,
    /// How many: digits alone, six at most.
    Count,
}

impl FieldShape {
    /// Whether a value is one.
    #[must_use]
    pub fn fits(self, value: &str) -> bool {
        match self {
            Self::Day => day(value),
            Self::Month => month_of(value).is_some(),
            Self::Quarter => quarter_of(value).is_some(),
            Self::Year => {
                let year = value.strip_suffix('年').unwrap_or(value);
                day(&format!("{year}-01-01"))
            }
            Self::Count => {
                (1..=6).contains(&value.len()) && value.bytes().all(|it| it.is_ascii_digit())
            }
        }
    }
}

/// Whether a day lies in a quarter; neither does where one of the two is none.
pub(super) fn in_quarter(on: &str, of: &str) -> bool {
    let on = on.parse::<NaiveDate>().ok();
    let lies_in = on.map(|on| (on.year(), on.month0() / 3));
    lies_in.is_some() && lies_in == quarter_of(of)
}

/// A year and one of its twelve months（月份）, the first as 1, however it is written.
#[must_use]
pub fn month_of(text: &str) -> Option<(i32, u32)> {
    let (year, month) = match text.strip_suffix('月') {
        Some(plain) => plain.split_once('年')?,
        None => text.split_once('-')?,
    };
    let plain = month.len() <= 2 && day(&format!("{year}-{month:0>2}-01"));
    let (year, month) = (year.parse().ok(), month.parse().ok());
    year.zip(month).filter(|_| plain)
}

/// A year and one of its four quarters（季度）, the first as 0, however it is written.
#[must_use]
pub fn quarter_of(text: &str) -> Option<(i32, u32)> {
    let chinese = text.strip_suffix("季度").and_then(|it| it.split_once('年'));
    let (year, number) = match chinese {
        Some((year, number)) => (year, number.strip_prefix('第').unwrap_or(number)),
        None => match text.split_once('Q') {
            Some((year, number)) => (year.strip_suffix('-').unwrap_or(year), number),
            None => return None,
        },
    };
    let number = match number {
        "1" | "一" => 0,
        "2" | "二" => 1,
        "3" | "三" => 2,
        "4" | "四" => 3,
        _ => return None,
    };
    let plain = day(&format!("{year}-01-01"));
    Some((year.parse().ok().filter(|_| plain)?, number))
}

/// A day of four, two and two digits.
fn day(text: &str) -> bool {
    let plain = text.len() == 10 && text.bytes().all(|it| it.is_ascii_digit() || it == b'-');
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d");
    plain && day.is_ok_and(|day| (1900..3000).contains(&day.year()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_lies_in_the_quarter_that_is_named() {
        for (on, of, lies_in) in [
            ("2026-09-30", "2026Q3", true),
            ("2026-10-01", "2026Q3", false),
            ("2026-01-01", "2026年第一季度", true),
            ("2026-12-31", "2026-Q4", true),
            ("2025-12-31", "2026-Q4", false),
            ("2026-12-31", "年末", false),
            ("年末", "2026Q4", false),
            ("年末", "年末", false),
        ] {
            assert_eq!(in_quarter(on, of), lies_in, "{on} {of}");
        }
    }

    #[test]
    fn a_quarter_is_the_same_however_it_is_written() {
        for text in ["2026Q4", "2026-Q4", "2026年第四季度", "2026年4季度"] {
            assert_eq!(quarter_of(text), Some((2026, 3)), "{text}");
        }
        assert_eq!(quarter_of("第四季度"), None);
    }

    #[test]
    fn a_month_is_the_same_however_it_is_written() {
        for text in ["2026-09", "2026-9", "2026年9月", "2026年09月"] {
            assert_eq!(month_of(text), Some((2026, 9)), "{text}");
        }
        for text in ["2026-13", "2026年", "9月", "2026-", "+026-09", ""] {
            assert_eq!(month_of(text), None, "{text}");
        }
    }

    #[test]
    fn only_what_the_calendar_has_fits() {
        for (shape, good, bad) in [
            (
                FieldShape::Day,
                &["2026-10-13", "2028-02-29"][..],
                &["2026-13-40", "2026-02-29", "2026-1-1", "hello", "", "十月"][..],
            ),
            (
                FieldShape::Month,
                &["2026-09", "2026年9月", "2026年12月"][..],
                &[
                    "2026-99",
                    "2026",
                    "2026年13月",
                    "2026-9-1",
                    "09",
                    "月",
                    "2026年",
                ][..],
            ),
            (
                FieldShape::Year,
                &["2026", "2026年"][..],
                &["26", "20266", "今年", "2026-09", "-026"][..],
            ),
            (
                FieldShape::Quarter,
                &["2026Q4", "2026-Q1", "2026年第三季度", "2026年4季度"][..],
                &[
                    "2026Q5",
                    "26Q1",
                    "Q1",
                    "2026",
                    "第一季度",
                    "2026年第五季度",
                    "",
                ][..],
            ),
            (
                FieldShape::Count,
                &["0", "12", "999999"][..],
                &["", "-1", "1.5", "很多", "１", "1000000"][..],
            ),
        ] {
            for value in good {
                assert!(shape.fits(value), "{value}");
            }
            for value in bad {
                assert!(!shape.fits(value), "{value}");
            }
        }
    }
}
