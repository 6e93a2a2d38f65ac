//! Times that cameras write.

use ::exif::{DateTime, Exif, Tag, Value};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use crate::exif::read::{ascii, field};
use crate::facts::TakenAt;

/// Time of the shot: the original time, else the time of digitizing, else the time of the file.
/// The offset of another time tag serves if its own is missing: one phone has one zone.
pub(super) fn taken_at(exif: &Exif) -> Option<TakenAt> {
    const SOURCES: [(Tag, Tag, Tag); 3] = [
        (
            Tag::DateTimeOriginal,
            Tag::SubSecTimeOriginal,
            Tag::OffsetTimeOriginal,
        ),
        (
            Tag::DateTimeDigitized,
            Tag::SubSecTimeDigitized,
            Tag::OffsetTimeDigitized,
        ),
        (Tag::DateTime, Tag::SubSecTime, Tag::OffsetTime),
    ];
    let (local, own_offset) = SOURCES.iter().find_map(|(time, fraction, offset)| {
        let mut parsed = DateTime::from_ascii(ascii(field(exif, *time)?)?).ok()?;
        if let Some(digits) = field(exif, *fraction).and_then(ascii) {
            // A fraction that is no number is left out; the second stands.
            let _ = parsed.parse_subsec(digits);
        }
        Some((naive(&parsed)?, *offset))
    })?;
    let offset_minutes = [own_offset, Tag::OffsetTimeOriginal, Tag::OffsetTime]
        .into_iter()
        .find_map(|tag| minutes(ascii(field(exif, tag)?)?));
    Some(TakenAt {
        local,
        offset_minutes,
    })
}

/// Time of the position fix, UTC.
pub(super) fn satellite_time(exif: &Exif) -> Option<NaiveDateTime> {
    let day = ascii(field(exif, Tag::GPSDateStamp)?)?;
    let day = NaiveDate::parse_from_str(str::from_utf8(day).ok()?.trim(), "%Y:%m:%d").ok()?;
    let Value::Rational(parts) = &field(exif, Tag::GPSTimeStamp)?.value else {
        return None;
    };
    let [hour, minute, second, ..] = parts.as_slice() else {
        return None;
    };
    let whole = |part: &::exif::Rational| part.num.checked_div(part.denom);
    Some(day.and_time(NaiveTime::from_hms_opt(
        whole(hour)?,
        whole(minute)?,
        whole(second)?,
    )?))
}

/// The parsed numbers as a time, if there is such a time.
fn naive(parsed: &DateTime) -> Option<NaiveDateTime> {
    let milliseconds = parsed.nanosecond.unwrap_or(0) / 1_000_000;
    // Year 0 and the like is what cameras write whose clock was never set.
    if parsed.year == 0 {
        return None;
    }
    NaiveDate::from_ymd_opt(
        i32::from(parsed.year),
        parsed.month.into(),
        parsed.day.into(),
    )?
    .and_hms_milli_opt(
        parsed.hour.into(),
        parsed.minute.into(),
        parsed.second.into(),
        milliseconds,
    )
}

/// Minutes east of UTC from a text like `+08:00`.
fn minutes(text: &[u8]) -> Option<i16> {
    let [sign, h1, h0, b':', m1, m0, ..] = text else {
        return None;
    };
    let digit = |byte: &u8| char::from(*byte).to_digit(10).map(|digit| digit as i16);
    let hours = digit(h1)? * 10 + digit(h0)?;
    let rest = digit(m1)? * 10 + digit(m0)?;
    if hours > 23 || rest > 59 {
        return None;
    }
    match sign {
        b'+' => Some(hours * 60 + rest),
        b'-' => Some(-(hours * 60 + rest)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::minutes;

    #[test]
    fn offsets() {
        assert_eq!(minutes(b"+08:00"), Some(480));
        assert_eq!(minutes(b"-03:30"), Some(-210));
        assert_eq!(minutes(b"   :  "), None);
        assert_eq!(minutes(b"+8:00"), None);
        assert_eq!(minutes(b"+99:00"), None);
        assert_eq!(minutes(b"08:00"), None);
    }
}
