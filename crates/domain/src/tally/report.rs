use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::history::{applied, day};
use crate::lifecycle::{RecordState, Status, case_summary};
use crate::record::Content;
use crate::{GridId, RecordId};

/// What plans and grades take from a complaint or a report by the public（举报统计要素）. Nothing of who
/// reported is among it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportMeasure {
    /// Its small grid.
    pub grid: GridId,
    /// The premises it is about; `None`: a place in the grid.
    pub premises: Option<RecordId>,
    /// Where it stands.
    pub status: Status,
    /// The day it was received.
    pub received_on: Option<NaiveDate>,
    /// The day it was found true.
    pub verified_on: Option<NaiveDate>,
    /// The day by which it was to be answered, by the deadline that was in force last.
    #[serde(default)]
    pub answer_due: Option<NaiveDate>,
    /// The day it was answered, or passed on to whom it concerns.
    #[serde(default)]
    pub answered_on: Option<NaiveDate>,
    /// That was within the deadline.
    #[serde(default)]
    pub answered_in_time: bool,
}

/// What answers a complaint.
const ANSWERS: [&str; 3] = [
    "report.reply_verified",
    "report.reply_unverified",
    "report.pass_on",
];

impl ReportMeasure {
    pub(super) fn of(grid: GridId, content: &Content, state: &RecordState) -> Self {
        let mut verified = state.case.taken("report.reply_verified");
        let due_after = |step: &str| state.case.taken(step).last().and_then(|it| it.due);
        let due = due_after("report.dispatch")
            .or_else(|| due_after("report.triage"))
            .or_else(|| due_after("report.receive"));
        let answers = ANSWERS.into_iter().flat_map(|step| state.case.taken(step));
        let answered = answers.map(|it| it.time.best()).min();
        Self {
            grid,
            premises: case_summary(content, state).premises,
            status: state.status.clone(),
            received_on: applied(state).next().map(day),
            verified_on: verified.next().map(|it| it.time.best().china_date()),
            answer_due: due.map(|due| due.china_date()),
            answered_on: answered.map(|at| at.china_date()),
            answered_in_time: answered.zip(due).is_some_and(|(at, due)| at <= due),
        }
    }

    /// It was sorted, and nobody has answered it: somebody is to go and look.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.status, Status::Triaged | Status::Dispatched)
    }
}
