use serde::{Deserialize, Serialize};

use super::{Effect, RecordState, Status, Timing};
use crate::RecordId;
use crate::record::{Content, RecordKind};

/// What is known of a record that a step names（关联记录）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedFact {
    /// Which.
    pub record: RecordId,
    /// What it is.
    pub kind: RecordKind,
    /// Where it stands.
    pub status: Status,
    /// The premises it hangs on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub premises: Option<RecordId>,
    /// What it is about: the common key of a hazard, the type of a case.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subject: String,
    /// It was not put right in time.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub late: bool,
    /// The records that its own steps name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points_to: Vec<RecordId>,
}

impl LinkedFact {
    /// What a record looks like to the steps of another one.
    #[must_use]
    pub fn of(record: RecordId, state: &RecordState, content: &Content) -> Self {
        let premises = match state.kind {
            RecordKind::Premises => Some(record),
            _ => content
                .text(crate::inspection::keys::PREMISES)
                .and_then(|id| id.parse().ok()),
        };
        let late = state.history.iter().any(|entry| {
            entry.event == "feedback"
                && entry.effect == Effect::Applied
                && entry.timing == Some(Timing::Late)
        });
        let subject = match state.kind {
            RecordKind::Rectification => content
                .text(crate::hazard::keys::COMMON_KEY)
                .unwrap_or_default(),
            _ => state.case.field("type"),
        };
        Self {
            record,
            kind: state.kind.clone(),
            status: state.status.clone(),
            premises,
            subject: subject.to_owned(),
            late: late || state.overdue,
            points_to: state
                .case
                .fields
                .values()
                .filter_map(|value| value.trim().parse().ok())
                .collect(),
        }
    }
}
