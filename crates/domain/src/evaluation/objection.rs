use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{RecordId, UserId};

/// A worker's objection to a deduction（申诉）. Scores of people are never left to a machine alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Objection {
    /// Code of the award that was deducted.
    pub code: String,
    /// The record it was about.
    pub record: RecordId,
    /// The day of the deduction: one objection covers one.
    pub day: NaiveDate,
    /// When it was raised.
    pub raised_on: NaiveDate,
    /// Why.
    pub text: String,
    /// What was decided; `None`: still open, and the deduction stands but is marked.
    pub decision: Option<ObjectionDecision>,
}

/// What was decided on an objection（申诉处理）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectionDecision {
    /// Who decided; never the worker.
    pub by: UserId,
    /// When.
    pub on: NaiveDate,
    /// True: the deduction is taken back.
    pub upheld: bool,
    /// Why.
    pub reason: String,
}
