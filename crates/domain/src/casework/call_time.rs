use chrono::{NaiveDate, Timelike as _};
use unicode_normalization::UnicodeNormalization as _;

use crate::Timestamp;

/// When somebody called（来电时间）, read from the words of a file: a day and a time of day in China, as
/// spreadsheets and platforms write them. `None`: it says no such time, or says it otherwise.
#[must_use]
pub fn call_time(words: &str) -> Option<Timestamp> {
    let plain: String = words.nfkc().map(usual).collect();
    let mut parts = plain.split_whitespace();
    let (day, time) = (parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let [year, month, day] = numbers(day, '-')?[..] else {
        return None;
    };
    // 8时 says as much as 8:00; a bare 8 does not.
    let whole = time.strip_suffix(':');
    let (hour, minute, second) = match numbers(whole.unwrap_or(time), ':')?[..] {
        [hour] if whole.is_some() => (hour, 0, 0),
        [hour, minute] => (hour, minute, 0),
        [hour, minute, second] => (hour, minute, second),
        _ => return None,
    };
    let year = i32::try_from(year).ok().filter(|year| *year >= 2000)?;
    let at = NaiveDate::from_ymd_opt(year, month, day)?.and_hms_opt(hour, minute, second)?;
    let seconds = i64::from(at.num_seconds_from_midnight());
    Some(Timestamp::start_of_china_day(at.date()).plus_ms(seconds * 1_000))
}

/// The marks of a day and of a time, each in one form.
fn usual(letter: char) -> char {
    match letter {
        '年' | '月' | '/' | '.' => '-',
        '时' | '点' | '分' => ':',
        '日' | '号' | 'T' | '秒' => ' ',
        other => other,
    }
}

/// Numbers of four digits at most between such marks.
fn numbers(text: &str, mark: char) -> Option<Vec<u32>> {
    let number = |part: &str| {
        let plain = (1..=4).contains(&part.len()) && part.bytes().all(|it| it.is_ascii_digit());
        part.parse::<u32>().ok().filter(|_| plain)
    };
    text.split(mark).map(number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_with_its_time_is_read_however_it_is_written() {
        for words in [
            "2026-09-01 08:30",
            "2026-09-01 08:30:00",
            "2026-09-01T08:30:00",
            " 2026/9/1  8:30 ",
            "2026.9.1 8:30",
            "2026年9月1日8时30分",
            "2026年9月1日 8点30分0秒",
            "２０２６年９月１日　８：３０",
        ] {
            let at = call_time(words).map(Timestamp::china_datetime);
            let at = at.map(|at| at.to_string());
            assert_eq!(at.as_deref(), Some("2026-09-01 08:30:00"), "{words}");
        }
        let full = call_time("2026年9月1日8时").map(Timestamp::china_datetime);
        assert_eq!(full.unwrap().to_string(), "2026-09-01 08:00:00");
    }

    #[test]
    fn what_says_no_one_time_stays_words() {
        for words in [
            "",
            "昨晚八点",
            "2026-09-01",
            "8:30",
            "2026-09-01 8",
            "2026-13-01 08:30",
            "2026-09-01 24:30",
            "2026-09-01 08:30 再次来电",
            "2026-09-01 08:30Z",
            "09-01-2026 08:30",
            "26-9-1 8:30",
            "46266.354",
        ] {
            assert_eq!(call_time(words), None, "{words}");
        }
    }
}
