use serde::{Deserialize, Deserializer};
use wangge_domain::calendar::{DayKind, DeadlineSpec};

use super::word;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    immediate: bool,
    days: Option<u32>,
    #[serde(default = "natural", deserialize_with = "word::day_kind")]
    calendar: DayKind,
}

fn natural() -> DayKind {
    DayKind::Natural
}

#[derive(Deserialize)]
#[serde(try_from = "Written")]
struct Deadline(DeadlineSpec);

impl TryFrom<Written> for Deadline {
    type Error = &'static str;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        match (written.immediate, written.days) {
            (true, None) => Ok(Self(DeadlineSpec::Immediate)),
            (false, Some(days)) => Ok(Self(DeadlineSpec::Days {
                days,
                calendar: written.calendar,
            })),
            (true, Some(_)) => Err("immediate 与 days 只能写一个"),
            (false, None) => Err("应写 days（天数）或 immediate: true（立即）"),
        }
    }
}

/// A deadline（整改期限）: `{"days": 7, "calendar": "natural"}` or `{"immediate": true}`.
pub(super) fn read<'de, D: Deserializer<'de>>(from: D) -> Result<DeadlineSpec, D::Error> {
    Deadline::deserialize(from).map(|deadline| deadline.0)
}

/// The same where it may be left out.
pub(super) fn read_if_any<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<DeadlineSpec>, D::Error> {
    read(from).map(Some)
}
