use serde::{Deserialize, Serialize};

use super::{Effect, RecordState, Status, Timing};
use crate::record::{Content, RecordKind};
use crate::{RecordId, Timestamp, UserId};

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
    /// Of a hazard: those who put it right, checked that, or closed it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub handled_by: Vec<UserId>,
    /// Of a hazard: when it was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found_at: Option<Timestamp>,
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
        let is_hazard = state.kind == RecordKind::Rectification;
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
            handled_by: state.handled_by.iter().copied().collect(),
            found_at: is_hazard.then(|| found_at(state, content)).flatten(),
        }
    }
}

/// When a hazard was found: as its registration says, else, while it is a draft, as it says itself.
fn found_at(state: &RecordState, content: &Content) -> Option<Timestamp> {
    let said = content.int(crate::hazard::keys::FOUND_AT_MS).map(Timestamp);
    state.found_at().or(said)
}
