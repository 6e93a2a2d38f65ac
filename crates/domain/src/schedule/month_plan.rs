use chrono::{Datelike, NaiveDate};

use crate::RecordId;
use crate::calendar::Calendar;
use crate::policy::CalendarRules;

/// The rhythm of one month（月度计划）: check day in the first ten days, rechecks in the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthPlan {
    /// 检查日 (S4-05); `None` if no day of the first ten is worked.
    pub check_day: Option<NaiveDate>,
    /// How the check day stands.
    pub check_day_state: CheckDayState,
    /// 复查日 (S4-07): the first working day of the recheck window.
    pub recheck_day: Option<NaiveDate>,
    /// The last working day of the recheck window.
    pub recheck_until: Option<NaiveDate>,
    /// False if the holiday table of the year is not known: show a warning.
    pub calendar_known: bool,
}

/// How the check day stands（检查日状态）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckDayState {
    /// 未到.
    Upcoming,
    /// 今天.
    Today,
    /// 已检查, on this day of the first ten.
    Done(NaiveDate),
    /// 漏检: the day is past and nothing was inspected in the first ten days.
    Missed,
    /// There is no such day.
    None,
}

/// The plan of the month that holds `today`. `inspected_on` are days on which the grid was
/// inspected.
#[must_use]
pub fn month_plan(
    rules: &CalendarRules,
    calendar: &Calendar,
    inspected_on: &[NaiveDate],
    today: NaiveDate,
) -> MonthPlan {
    let (year, month) = (today.year(), today.month());
    let check_day = calendar.check_day(year, month, &rules.check_day);
    let in_time = |day: &&NaiveDate| {
        day.year() == year && day.month() == month && day.day() <= rules.check_day.last_day
    };
    let done = inspected_on.iter().filter(in_time).max();
    let check_day_state = match (check_day, done) {
        (_, Some(day)) => CheckDayState::Done(*day),
        (None, None) => CheckDayState::None,
        (Some(day), None) if today < day => CheckDayState::Upcoming,
        (Some(day), None) if today == day => CheckDayState::Today,
        (Some(_), None) => CheckDayState::Missed,
    };
    let window = calendar.recheck_window(year, month, rules);
    MonthPlan {
        check_day,
        check_day_state,
        recheck_day: window.first().copied(),
        recheck_until: window.last().copied(),
        calendar_known: calendar.knows(today),
    }
}

/// A notice that is not closed（未销号通知书）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenNotice {
    /// The rectification.
    pub rectification: RecordId,
    /// When the notice was issued.
    pub issued_on: NaiveDate,
    /// Its deadline.
    pub due_on: NaiveDate,
    /// 危及生命.
    pub life_threat: bool,
}

/// What to recheck in the last ten days of the month that holds `today`（下旬复查清单, S4-07）: every
/// open notice issued up to the end of that month whose deadline ends in it, those that threaten
/// life first, then by deadline and id.
#[must_use]
pub fn recheck_list(open: &[OpenNotice], today: NaiveDate) -> Vec<OpenNotice> {
    let up_to = (today.year(), today.month());
    let of_month = |date: NaiveDate| (date.year(), date.month());
    let mut list: Vec<OpenNotice> = open
        .iter()
        .filter(|notice| of_month(notice.issued_on) <= up_to && of_month(notice.due_on) <= up_to)
        .cloned()
        .collect();
    list.sort_by_key(|notice| (!notice.life_threat, notice.due_on, notice.rectification));
    list
}
