use chrono::NaiveDate;

use super::{
    ExtraInput, NextDue, VisitInput, agency_visits, next_due_with, next_extra, raised_visits,
};
use crate::calendar::Calendar;
use crate::policy::{CreditGrade, PolicyPack, Visitor};
use crate::register::{POLICE_AGENCY, TOWNSHIP_AGENCY};

/// When an agency owes its next visit to a premises（部门应检日期）of S3-10, S4-11 and S1-17: by what was
/// set for it, and for station and police also by grade, credit and the minima of the policy.
/// `last_visit` is the agency's own. `None` if it owes none.
#[must_use]
pub fn agency_due(
    input: &ExtraInput<'_>,
    agency: &str,
    credit: Option<CreditGrade>,
    last_visit: Option<NaiveDate>,
    on_file_since: NaiveDate,
    policy: &PolicyPack,
    calendar: &Calendar,
) -> Option<NextDue> {
    let mut extra = agency_visits(input, agency);
    let by = match agency {
        TOWNSHIP_AGENCY => Visitor::Town,
        POLICE_AGENCY => Visitor::Police,
        _ => return next_extra(&extra, last_visit, on_file_since),
    };
    extra.extend(raised_visits(input, by));
    let visit = VisitInput {
        by,
        grade: input.grade,
        credit,
        facts: input.facts,
        last_visit,
        on_file_since,
        open_complaint: None,
    };
    next_due_with(&visit, policy, calendar, &extra)
}
