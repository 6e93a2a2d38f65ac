use chrono::{Days, NaiveDate};

use super::{Calendar, DayKind, DeadlineSpec};
use crate::Timestamp;

/// Days beyond which a deadline is no deadline: ten years. A longer one is cut to this, so that
/// a hostile number cannot keep a phone counting.
pub const MAX_DEADLINE_DAYS: u32 = 3660;

/// When somebody's time is up（到期日）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueDate {
    /// The last day in time, until 24:00 in China.
    pub date: NaiveDate,
    /// The last day before it moved over rest days.
    pub raw_end: NaiveDate,
    /// False if a day was judged whose year has no holiday table: show a warning.
    pub calendar_known: bool,
}

impl Calendar {
    /// The last day of a deadline that begins on `start`, which is not counted itself
    /// (Civil Code article 201). A deadline in natural days that ends on a rest day moves to the
    /// next working day if `roll` (article 203); policy says no for hazards that threaten life.
    /// Immediate means the same day.
    #[must_use]
    pub fn due_date(&self, start: NaiveDate, spec: DeadlineSpec, roll: bool) -> DueDate {
        match spec {
            DeadlineSpec::Immediate => DueDate {
                date: start,
                raw_end: start,
                calendar_known: true,
            },
            DeadlineSpec::Days {
                days,
                calendar: DayKind::Natural,
            } => {
                let days = Days::new(u64::from(days.min(MAX_DEADLINE_DAYS)));
                let raw_end = start.checked_add_days(days).unwrap_or(start);
                if !roll {
                    return DueDate {
                        date: raw_end,
                        raw_end,
                        calendar_known: true,
                    };
                }
                let date = self.working_day_from(raw_end);
                let calendar_known = self.knows(raw_end) && self.knows(date);
                DueDate {
                    date,
                    raw_end,
                    calendar_known,
                }
            }
            DeadlineSpec::Days {
                days,
                calendar: DayKind::Working,
            } => {
                let mut left = days.min(MAX_DEADLINE_DAYS);
                let mut date = start;
                let mut calendar_known = true;
                while left > 0 {
                    let Some(next) = date.succ_opt() else { break };
                    date = next;
                    calendar_known &= self.knows(date);
                    if self.is_working_day(date) {
                        left -= 1;
                    }
                }
                DueDate {
                    date,
                    raw_end: date,
                    calendar_known,
                }
            }
        }
    }

    /// The last millisecond of [`Calendar::due_date`] in China.
    #[must_use]
    pub fn due_timestamp(&self, start: NaiveDate, spec: DeadlineSpec, roll: bool) -> Timestamp {
        self.due_date(start, spec, roll).timestamp()
    }
}

impl DueDate {
    /// The last millisecond of the day in China.
    #[must_use]
    pub fn timestamp(&self) -> Timestamp {
        let last = NaiveDate::MAX.pred_opt().unwrap_or(NaiveDate::MAX);
        Timestamp::end_of_china_day(self.date.min(last))
    }
}
