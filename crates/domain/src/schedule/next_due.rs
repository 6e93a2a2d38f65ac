use chrono::{Datelike, Days, Months, NaiveDate};

use super::grade_due::grade_due;
use super::{ExtraVisit, GradeStep, week_of};
use crate::calendar::Calendar;
use crate::policy::{CreditGrade, Period, PolicyPack, Visitor};
use crate::premises::PremisesFacts;

/// What the next visit depends on（计划依据）.
#[derive(Clone, Debug)]
pub struct VisitInput<'a> {
    /// Who is to come.
    pub by: Visitor,
    /// Risk grade id.
    pub grade: &'a str,
    /// How it came to be so, oldest first; of none it has always been.
    pub steps: &'a [GradeStep],
    /// Credit grade; who has none yet counts as B.
    pub credit: Option<CreditGrade>,
    /// Facts, for the minima.
    pub facts: &'a PremisesFacts,
    /// The last visit by this visitor, if there was one.
    pub last_visit: Option<NaiveDate>,
    /// The day the premises was put on file: from here on if it was never visited.
    pub on_file_since: NaiveDate,
    /// A complaint（举报）that nobody has looked into since.
    pub open_complaint: Option<NaiveDate>,
}

/// When a premises is due next, and why（下次检查）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextDue {
    /// The last day on which it is in time.
    pub date: NaiveDate,
    /// Why this day: `grade_credit`, `grade_raised`, `complaint`, `self_check`, or the code of a minimum;
    /// words are the labels `schedule.{code}`.
    pub reason: String,
    /// Visits a year that grade and credit ask for, if that is the reason.
    pub times_a_year: Option<u32>,
    /// 无事不扰: beyond this plan nobody is to come (S2-27).
    pub leave_in_peace: bool,
}

impl NextDue {
    /// Whether nobody is to come on this day（无事不扰）of S2-27: left in peace, and nothing is due yet.
    #[must_use]
    pub fn is_left_in_peace_on(&self, today: NaiveDate) -> bool {
        self.leave_in_peace && today < self.date
    }
}

/// The next visit by one kind of visitor（S0-15, S0-19, S2-27, S3-11）: the earliest of what grade
/// and credit ask for, of the minima, and of an open complaint. What a rise of the grade asks for is never
/// due before the rise and the pack's grace. `None` if this visitor owes none.
#[must_use]
pub fn next_due(input: &VisitInput<'_>, pack: &PolicyPack, calendar: &Calendar) -> Option<NextDue> {
    next_due_with(input, pack, calendar, &[])
}

/// The earliest of visits that a township has set beside the usual ones（加密检查到期）: `None` if there
/// are none. `last_visit` is that of the agency that owes them.
#[must_use]
pub fn next_extra(
    extra: &[ExtraVisit],
    last_visit: Option<NaiveDate>,
    on_file_since: NaiveDate,
) -> Option<NextDue> {
    extra
        .iter()
        .map(|visit| NextDue {
            // What was owed before it was set is not owed now.
            date: end_of_period(visit.every, last_visit, on_file_since).max(end_of_period(
                visit.every,
                None,
                visit.since,
            )),
            reason: visit.code.to_owned(),
            times_a_year: None,
            leave_in_peace: false,
        })
        .min_by_key(|due| due.date)
}

/// The same with visits that the township has set beside the usual ones; while there are any,
/// nobody is left in peace (S2-11, S1-16, S2-27).
#[must_use]
pub fn next_due_with(
    input: &VisitInput<'_>,
    pack: &PolicyPack,
    calendar: &Calendar,
    extra: &[ExtraVisit],
) -> Option<NextDue> {
    let rules = &pack.frequency;
    let credit = input.credit.unwrap_or(CreditGrade::B);
    let undisturbed = &rules.no_disturbance;
    let leave_in_peace = input.open_complaint.is_none()
        && extra.is_empty()
        && undisturbed.grades.iter().any(|grade| grade == input.grade)
        && undisturbed.credits.contains(&credit);
    let due = |date, reason: &str, times_a_year| NextDue {
        date,
        reason: reason.to_owned(),
        times_a_year,
        leave_in_peace,
    };
    let mut candidates = Vec::new();
    // A complaint goes first: of two equal dates it is the reason shown.
    if let (Some(complaint), true) = (input.open_complaint, input.by != Visitor::SelfCheck) {
        let by = calendar.due_date(complaint, pack.calendar.complaint_within, true);
        candidates.push(due(by.date, "complaint", None));
    }
    for minimum in rules.minima.iter().filter(|minimum| minimum.by == input.by) {
        let concerned = minimum
            .when
            .as_ref()
            .is_none_or(|condition| condition.holds(input.facts));
        if concerned {
            let date = end_of_period(minimum.every, input.last_visit, input.on_file_since);
            candidates.push(due(date, &minimum.code, None));
        }
    }
    candidates.extend(next_extra(extra, input.last_visit, input.on_file_since));
    if let Some(asked) = grade_due(input, pack) {
        let reason = match input.by {
            _ if asked.raised => "grade_raised",
            Visitor::SelfCheck => "self_check",
            _ => "grade_credit",
        };
        candidates.push(due(asked.date, reason, Some(asked.times)));
    }
    // The first of equal dates stays.
    candidates
        .into_iter()
        .min_by_key(|candidate| candidate.date)
}

/// So many times a year: months where they come out even, else weeks, else days.
pub(super) fn after_interval(times: u32, from: NaiveDate) -> NaiveDate {
    let next = if times <= 12 && 12 % times == 0 {
        from.checked_add_months(Months::new(12 / times))
    } else if times == 52 || times == 26 {
        from.checked_add_days(Days::new(u64::from(364 / times)))
    } else {
        from.checked_add_days(Days::new(u64::from((365 / times).max(1))))
    };
    next.unwrap_or(from)
}

/// The last day of the period after that of the last visit; if there was none, of the period in
/// which the premises was put on file.
fn end_of_period(every: Period, last: Option<NaiveDate>, on_file_since: NaiveDate) -> NaiveDate {
    let step = u32::from(last.is_some());
    let from = last.unwrap_or(on_file_since);
    let first_of_month = from.with_day(1).unwrap_or(from);
    let last_of = |months_on: u32| {
        first_of_month
            .checked_add_months(Months::new(months_on))
            .and_then(|next| next.pred_opt())
            .unwrap_or(from)
    };
    match every {
        Period::Week => {
            let (_, sunday) = week_of(from);
            sunday
                .checked_add_days(Days::new(u64::from(7 * step)))
                .unwrap_or(sunday)
        }
        Period::Month => last_of(1 + step),
        Period::Quarter => last_of(3 - from.month0() % 3 + 3 * step),
        Period::Year => last_of(12 - from.month0() + 12 * step),
    }
}
