use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::evaluation::ObjectionDecision;
use crate::record::Content;
use crate::register::{DecidedObjection, RegisterBook};
use crate::{RecordId, UserId};

/// Prefix of the content keys of objections（申诉）: they travel with the record they are about.
pub const OBJECTION_PREFIX: &str = "objection/";

/// An objection as it stands in a record（申诉）of S3-08. It is content, so it reaches the relay like
/// anything a worker writes; what is decided on it never stands there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RaisedObjection {
    /// Code of the award that was deducted.
    pub code: String,
    /// The day of the deduction. Of before it was kept: the latest deduction before the objection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<NaiveDate>,
    /// Who objects.
    pub worker: UserId,
    /// Why.
    pub text: String,
    /// The day on which it was written.
    pub on: NaiveDate,
}

/// A decision on an objection as far as it is known here（申诉结果）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectionOutcome {
    /// The record that the deduction is about.
    pub record: RecordId,
    /// Code of the award that was deducted.
    pub code: String,
    /// The day of the deduction; `None`: decided before days were kept.
    pub day: Option<NaiveDate>,
    /// What was decided.
    pub decision: ObjectionDecision,
}

/// What was decided on a worker's objections, as the control stream has it.
#[must_use]
pub fn objection_outcomes(registers: &RegisterBook, worker: UserId) -> Vec<ObjectionOutcome> {
    let decided = registers.latest::<DecidedObjection>().into_iter();
    decided
        .filter(|(_, it)| it.worker == worker)
        .map(|(line, it)| ObjectionOutcome {
            record: it.record,
            code: it.code,
            day: Some(it.day),
            decision: ObjectionDecision {
                by: it.by,
                on: line.row.from,
                upheld: it.upheld,
                reason: it.reason,
            },
        })
        .collect()
}

/// The key of the reason for objecting to the deduction of a day.
#[must_use]
pub fn objection_text(code: &str, worker: UserId, day: NaiveDate) -> String {
    format!("{OBJECTION_PREFIX}{code}/{worker}/{day}/text")
}

/// The key of the day on which it was written.
#[must_use]
pub fn objection_day(code: &str, worker: UserId, day: NaiveDate) -> String {
    format!("{OBJECTION_PREFIX}{code}/{worker}/{day}/on")
}

/// The objections of a record; one without a reason or a day is not one.
pub(super) fn objections_of(content: &Content) -> Vec<RaisedObjection> {
    let mut found = Vec::new();
    for (rest, value) in content.under(OBJECTION_PREFIX) {
        let Some(about) = rest.strip_suffix("/text") else {
            continue;
        };
        let mut parts = about.split('/');
        let (Some(code), Some(worker)) = (parts.next(), parts.next()) else {
            continue;
        };
        let (Ok(worker), Some(text)) = (worker.parse(), value.as_text()) else {
            continue;
        };
        let day = match parts.next().map(str::parse::<NaiveDate>) {
            Some(Ok(day)) => Some(day),
            Some(Err(_)) => continue,
            None => None,
        };
        let on = content.text(&format!("{OBJECTION_PREFIX}{about}/on"));
        let Some(on) = on.and_then(|on| on.parse().ok()) else {
            continue;
        };
        if !text.trim().is_empty() {
            found.push(RaisedObjection {
                code: code.to_owned(),
                day,
                worker,
                text: text.to_owned(),
                on,
            });
        }
    }
    found
}
