use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{RecordId, UserId};

/// Something a grid worker did that the rules give or take points for（积分事件）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkerEvent {
    /// Who.
    pub worker: UserId,
    /// Code of the award.
    pub code: String,
    /// The record it is about.
    pub record: RecordId,
    /// The premises, if it is about one.
    pub premises: Option<RecordId>,
    /// The day.
    pub on: NaiveDate,
    /// Whether somebody else has confirmed it: only verified events count.
    pub verified: bool,
    /// True if it reopens a hazard that this worker had found or closed himself.
    pub reopens_own: bool,
}
