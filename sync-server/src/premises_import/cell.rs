use chrono::{NaiveDate, NaiveTime, Timelike as _};
use wangge_domain::Timestamp;
use wangge_domain::record::Scalar;

/// How the text of a cell becomes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CellKind {
    /// Text as it stands.
    Text,
    /// A day, `2026-12-31`, with the separators people use.
    Day,
    /// A moment, `2026-12-31 10:30:00` in China, or milliseconds since 1970.
    Moment,
    /// A whole number.
    Whole,
    /// Degrees with a fraction, or microdegrees: told apart by their size.
    Degrees,
    /// Square meters with a fraction, kept as square decimeters.
    SquareMeters,
    /// 是 or 否.
    Flag,
}

/// The value of a cell, or `None` if it does not fit.
pub(super) fn value(kind: CellKind, text: &str) -> Option<Scalar> {
    match kind {
        CellKind::Text => Some(text.into()),
        CellKind::Day => day(text).map(|day| day.to_string().into()),
        CellKind::Moment => moment(text).map(Scalar::Int),
        CellKind::Whole => scaled(text, 0).map(Scalar::Int),
        CellKind::SquareMeters => scaled(text, 2).map(Scalar::Int),
        CellKind::Degrees => {
            let degrees = scaled(text, 6)?;
            // Nobody stands beyond 180 degrees: it was written in microdegrees.
            if degrees.abs() > 180_000_000 {
                scaled(text, 0).map(Scalar::Int)
            } else {
                Some(Scalar::Int(degrees))
            }
        }
        CellKind::Flag => flag(text).map(Scalar::Bool),
    }
}

fn flag(text: &str) -> Option<bool> {
    match text {
        "是" | "有" | "√" | "✓" | "1" | "true" | "TRUE" | "yes" | "Y" | "y" => Some(true),
        "否" | "无" | "×" | "0" | "false" | "FALSE" | "no" | "N" | "n" => Some(false),
        _ => None,
    }
}

fn day(text: &str) -> Option<NaiveDate> {
    let plain = text
        .replace(['年', '月', '/', '.'], "-")
        .trim_end_matches('日')
        .to_owned();
    let mut parts = plain.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let number = |text: &str| text.trim().parse::<u32>().ok();
    NaiveDate::from_ymd_opt(
        i32::try_from(number(year)?).ok()?,
        number(month)?,
        number(day.split([' ', 'T']).next()?)?,
    )
}

/// Milliseconds since 1970 of a moment as exports write it, in China, or as those of before did.
fn moment(text: &str) -> Option<i64> {
    if let Some(milliseconds) = scaled(text, 0) {
        return Some(milliseconds);
    }
    let (date, time) = text.split_once([' ', 'T']).unwrap_or((text, ""));
    let time = match time.trim() {
        // Spreadsheets show midnight as a day alone.
        "" => NaiveTime::MIN,
        time => NaiveTime::parse_from_str(time, "%H:%M:%S")
            .or_else(|_| NaiveTime::parse_from_str(time, "%H:%M"))
            .ok()?,
    };
    let seconds = i64::from(time.num_seconds_from_midnight());
    let midnight = Timestamp::start_of_china_day(day(date)?);
    Some(midnight.plus_ms(seconds * 1000).0)
}

/// A decimal as a whole number of its unit's `10^-places`, exactly; further places are cut.
fn scaled(text: &str, places: usize) -> Option<i64> {
    let plain = text.replace([',', '，'], "");
    let (negative, plain) = match plain.strip_prefix('-') {
        Some(rest) => (true, rest.to_owned()),
        None => (false, plain),
    };
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) {
        return None;
    }
    // A whole number with a fraction that says something is no whole number.
    if places == 0 && fraction.chars().any(|c| c != '0') {
        return None;
    }
    let kept: String = fraction
        .chars()
        .chain(std::iter::repeat('0'))
        .take(places)
        .collect();
    let number: i64 = format!("{whole}{kept}").parse().ok()?;
    Some(if negative { -number } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_exact() {
        assert_eq!(
            value(CellKind::SquareMeters, "300.01"),
            Some(Scalar::Int(30_001))
        );
        assert_eq!(
            value(CellKind::Degrees, "29.356"),
            Some(Scalar::Int(29_356_000))
        );
        assert_eq!(
            value(CellKind::Degrees, "29356000"),
            Some(Scalar::Int(29_356_000))
        );
        assert_eq!(value(CellKind::Whole, "12.0"), Some(Scalar::Int(12)));
        assert_eq!(value(CellKind::Whole, "12.5"), None);
        assert_eq!(value(CellKind::Whole, "十二"), None);
        assert_eq!(value(CellKind::Whole, "99999999999999999999"), None);
        assert_eq!(
            value(CellKind::Day, "2026年3月5日"),
            Some("2026-03-05".into())
        );
        assert_eq!(value(CellKind::Day, "2026/13/5"), None);
        assert_eq!(value(CellKind::Flag, "√"), Some(Scalar::Bool(true)));
        assert_eq!(value(CellKind::Flag, "也许"), None);
    }

    #[test]
    fn a_moment_is_read_as_it_is_exported_and_as_it_was_before() {
        let at = |text: &str| value(CellKind::Moment, text);
        let known = Some(Scalar::Int(1_788_748_205_000));
        for text in [
            "2026-09-07 10:30:05",
            "2026/9/7 10:30:05",
            "2026年9月7日 10:30:05",
            "2026-09-07T10:30:05",
            "1788748205000",
        ] {
            assert_eq!(at(text), known, "{text}");
        }
        let minute = Some(Scalar::Int(1_788_748_200_000));
        assert_eq!(at("2026/9/7 10:30"), minute);
        let midnight = Some(Scalar::Int(1_788_710_400_000));
        for text in ["2026-09-07", "2026-09-07 00:00:00"] {
            assert_eq!(at(text), midnight, "{text}");
        }
        for text in [
            "",
            "上午",
            "10:30:05",
            "2026-09-31 10:30:05",
            "2026-09-07 25:00:00",
            "2026-09-07 10:30:05+08:00",
        ] {
            assert_eq!(at(text), None, "{text}");
        }
    }
}
