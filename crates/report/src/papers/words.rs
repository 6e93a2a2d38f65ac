//! Days, deadlines and codes as papers say them.

use chrono::{Datelike as _, NaiveDate, Timelike as _};
use wangge_domain::Timestamp;
use wangge_domain::calendar::{DayKind, DeadlineSpec};
use wangge_domain::people::Role;
use wangge_domain::resources::{Language, has_label, label};

/// `2026年9月5日`.
pub(super) fn day(date: NaiveDate) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// `2026年9月` of `2026-09`; as it was written, if it is no month.
pub(super) fn month_of(text: &str) -> String {
    let parts = text.split_once('-');
    let read = parts.and_then(|(year, month)| {
        let year: i32 = year.parse().ok()?;
        let month: u32 = month.parse().ok()?;
        Some(format!("{year}年{month}月"))
    });
    read.unwrap_or_else(|| text.to_owned())
}

/// The day of an instant.
pub(super) fn day_of(at: Timestamp) -> String {
    day(at.china_date())
}

/// `2026年9月5日14时30分`, empty if there is none.
pub(super) fn moment(at: Option<Timestamp>) -> String {
    at.map_or_else(String::new, |at| {
        let local = at.china_datetime();
        let (hour, minute) = (local.hour(), local.minute());
        format!("{}{hour}时{minute:02}分", day(local.date()))
    })
}

/// `2026-09-05 14:30`.
pub(super) fn short_moment(at: Timestamp) -> String {
    at.china_datetime().format("%Y-%m-%d %H:%M").to_string()
}

/// The deadline in force, else what was proposed.
pub(super) fn deadline(due: Option<Timestamp>, spec: Option<DeadlineSpec>) -> String {
    match (due, spec) {
        (_, Some(DeadlineSpec::Immediate)) => "立即整改".to_owned(),
        (Some(due), _) => format!("{}前", day_of(due)),
        (None, Some(DeadlineSpec::Days { days, calendar })) => match calendar {
            DayKind::Natural => format!("{days}日内"),
            DayKind::Working => format!("{days}个工作日内"),
        },
        (None, None) => String::new(),
    }
}

/// The Chinese word of `group.code`; the code itself if there is none.
pub(super) fn word(group: &str, code: &str) -> String {
    let key = format!("{group}.{code}");
    if has_label(&key) {
        label(Language::Chinese, &key).to_owned()
    } else {
        code.to_owned()
    }
}

/// The Chinese word of a role.
pub(super) fn role(role: Option<Role>) -> String {
    role.map_or_else(String::new, |role| word("role", role.as_str()))
}
