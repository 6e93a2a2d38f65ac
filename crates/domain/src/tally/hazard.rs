use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::history::{applied, began, by_a_person, day, first, last};
use super::objection::{RaisedObjection, objections_of};
use super::recheck_round::{RecheckRound, recheck_rounds};
use crate::hazard::{Hazard, HazardSeverity, HazardSource};
use crate::lifecycle::{RecordState, Status, Timing};
use crate::record::Content;
use crate::{GridId, RecordId, UserId};

/// Acts that say nothing about whether a hazard was there.
const NO_PROOF: [&str; 3] = ["voided", "withdrawn", "urged"];

/// What figures take from a hazard（隐患统计要素）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HazardMeasure {
    /// Its small grid.
    pub grid: GridId,
    /// Where.
    pub premises: Option<RecordId>,
    /// The inspection it was found in.
    pub inspection: Option<RecordId>,
    /// Where it stands.
    pub status: Status,
    /// What makes it a repeat; empty if unknown.
    pub common_key: String,
    /// Heading, e.g. 疏散.
    pub heading: String,
    /// Channel it came by; empty if unknown.
    pub source: String,
    /// 危及生命.
    pub life_threat: bool,
    /// 疑似重大, not judged otherwise.
    pub suspected_major: bool,
    /// 查实: judged major, or taken over by the body it was reported to.
    pub major_confirmed: bool,
    /// Who found it.
    pub found_by: Option<UserId>,
    /// The day it was found; `None` while it is a draft.
    pub found_on: Option<NaiveDate>,
    /// Somebody else has dealt with it as with a real one.
    pub confirmed: bool,
    /// Void: it was none, or there already.
    pub voided_on: Option<NaiveDate>,
    /// The deadline that counts: with an extension, without what an urge added.
    pub due_on: Option<NaiveDate>,
    /// The overdue mark stands.
    pub overdue: bool,
    /// 销号.
    pub closed: Option<Closing>,
    /// The first recheck.
    pub rechecked_on: Option<NaiveDate>,
    /// The day it was reported upward, if it was.
    pub escalated_on: Option<NaiveDate>,
    /// Objections that stand in it.
    pub objections: Vec<RaisedObjection>,
    /// Its rounds of rechecking, in log order. Of before they were kept: none, until the measure is
    /// taken again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rechecks: Vec<RecheckRound>,
    /// Who is named as having acted with somebody and has not confirmed it（待同行人确认）, in id order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unconfirmed: Vec<UserId>,
    /// The day its overdue mark was taken back（撤销逾期）after it had been handed on: somebody is to be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annulled_on: Option<NaiveDate>,
}

/// How a hazard was closed（销号情况）: what was recorded of it, not judged again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// The day.
    pub on: NaiveDate,
    /// Where the last feedback before it stood against the deadline.
    pub feedback: Option<Timing>,
    /// The clock of that feedback was flagged.
    pub clock_flagged: bool,
}

impl HazardMeasure {
    pub(super) fn of(grid: GridId, content: &Content, state: &RecordState) -> Self {
        let hazard = Hazard::from_content(content);
        let found = first(state, &["found"]);
        let found_by = state.found_by.or(found.map(|entry| entry.user));
        let judged = hazard.severity == Some(HazardSeverity::MajorConfirmed);
        let taken_over = last(state, &["escalation_accepted", "enforcement_result"]).is_some();
        let confirmed = applied(state)
            .filter(|entry| by_a_person(entry) && !NO_PROOF.contains(&entry.event.as_str()))
            .any(|entry| Some(entry.user) != found_by);
        let status_is = |status: Status| Some(()).filter(|()| state.status == status);
        // An urge gives new days; the duty stays the one of the notice and its extension.
        let due = state.overdue_due.or(match state.urged {
            true => state.original_due,
            false => state.due.or(state.original_due),
        });
        Self {
            grid,
            premises: hazard.premises,
            inspection: hazard.inspection,
            status: state.status.clone(),
            common_key: hazard.common_key,
            heading: hazard.category,
            source: hazard.source.map_or("", HazardSource::as_str).to_owned(),
            life_threat: state.life_threat || hazard.life_threat,
            suspected_major: state.suspected_major,
            major_confirmed: judged || (state.suspected_major && taken_over),
            found_by,
            found_on: found.map(day),
            confirmed,
            voided_on: status_is(Status::Voided).and_then(|()| began(state).map(day)),
            due_on: due.map(crate::Timestamp::china_date),
            overdue: state.overdue,
            closed: status_is(Status::Closed).and_then(|()| {
                let feedback = last(state, &["feedback"]);
                Some(Closing {
                    on: day(began(state)?),
                    feedback: feedback.and_then(|entry| entry.timing),
                    clock_flagged: feedback.is_some_and(|entry| entry.time.clock_flagged),
                })
            }),
            rechecked_on: first(state, &["recheck_passed", "recheck_failed"]).map(day),
            escalated_on: last(state, &["escalated"]).map(day),
            objections: objections_of(content),
            rechecks: recheck_rounds(state),
            unconfirmed: state.unconfirmed().into_iter().collect(),
            annulled_on: annulled_on(state),
        }
    }

    /// It was there, as far as anybody knows: neither a draft nor void nor withdrawn.
    #[must_use]
    pub fn is_real(&self) -> bool {
        self.found_on.is_some()
            && !matches!(
                self.status,
                Status::Draft | Status::Voided | Status::Withdrawn
            )
    }

    /// Neither closed nor void nor withdrawn.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.is_real() && self.status != Status::Closed
    }

    /// Whether it was closed in time（按期销号）: by what was recorded when it was decided, with the
    /// benefit of the doubt where policy gives it and no clock is flagged.
    #[must_use]
    pub fn closed_in_time(&self, benefit_of_the_doubt: bool) -> bool {
        let Some(closed) = self.closed.filter(|_| !self.overdue) else {
            return false;
        };
        match closed.feedback {
            Some(Timing::Late) => false,
            Some(Timing::Undetermined) => benefit_of_the_doubt && !closed.clock_flagged,
            Some(Timing::InTime) | None => true,
        }
    }
}

/// The day an overdue mark was taken back of which somebody is to be told.
fn annulled_on(state: &RecordState) -> Option<NaiveDate> {
    let annulled = state.annulled.as_ref();
    let annulled = annulled.filter(|it| !it.told.is_empty());
    annulled.map(|it| it.at.china_date())
}
