use chrono::NaiveDate;

use super::{
    ExtraInput, GradeStep, NextDue, VisitInput, agency_visits, next_due_with, next_extra,
    raised_visits,
};
use crate::calendar::Calendar;
use crate::policy::{CreditGrade, PolicyPack, Visitor};
use crate::register::{POLICE_AGENCY, TOWNSHIP_AGENCY};

/// What an agency's next visit to a premises depends on, beside the premises itself（部门计划依据）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgencyInput<'a> {
    /// Code of the agency.
    pub agency: &'a str,
    /// How the grade came to be what it is, oldest first.
    pub steps: &'a [GradeStep],
    /// Credit grade that counts.
    pub credit: Option<CreditGrade>,
    /// The agency's own last visit.
    pub last_visit: Option<NaiveDate>,
    /// The day the premises was put on file.
    pub on_file_since: NaiveDate,
    /// A complaint that nobody has looked into since (S2-27).
    pub open_complaint: Option<NaiveDate>,
}

/// When an agency owes its next visit to a premises（部门应检日期）of S3-10, S4-11 and S1-17: by what was
/// set for it, and for station and police also by grade, credit, an open complaint and the minima of the
/// policy. `None` if it owes none.
#[must_use]
pub fn agency_due(
    input: &ExtraInput<'_>,
    of: &AgencyInput<'_>,
    policy: &PolicyPack,
    calendar: &Calendar,
) -> Option<NextDue> {
    let mut extra = agency_visits(input, of.agency);
    let by = match of.agency {
        TOWNSHIP_AGENCY => Visitor::Town,
        POLICE_AGENCY => Visitor::Police,
        _ => return next_extra(&extra, of.last_visit, of.on_file_since),
    };
    extra.extend(raised_visits(input, by));
    let visit = VisitInput {
        by,
        grade: input.grade,
        steps: of.steps,
        credit: of.credit,
        facts: input.facts,
        last_visit: of.last_visit,
        on_file_since: of.on_file_since,
        open_complaint: of.open_complaint,
    };
    next_due_with(&visit, policy, calendar, &extra)
}
