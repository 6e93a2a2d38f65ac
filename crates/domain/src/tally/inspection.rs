use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::history::{day, first};
use crate::checklist::AnswerResult;
use crate::inspection::Inspection;
use crate::lifecycle::{RecordState, Status};
use crate::record::Content;
use crate::{GridId, RecordId, UserId};

/// What figures take from an inspection（检查统计要素）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InspectionMeasure {
    /// Its small grid.
    pub grid: GridId,
    /// The premises visited.
    pub premises: Option<RecordId>,
    /// Where it stands.
    pub status: Status,
    /// Who made it.
    pub author: Option<UserId>,
    /// Mode: `regular`, `double_random`…; empty if none.
    pub mode: String,
    /// The day of the visit: of its first submission. `None` while it is a draft.
    pub visited_on: Option<NaiveDate>,
    /// A supervisor accepted it, and it was not taken back.
    pub accepted: bool,
    /// How often it was returned.
    pub rounds: u32,
    /// Items that failed.
    pub failed_items: u32,
}

impl InspectionMeasure {
    pub(super) fn of(grid: GridId, content: &Content, state: &RecordState) -> Self {
        let inspection = Inspection::from_content(content);
        let submitted = first(state, &["submitted"]);
        let failed = inspection
            .answers
            .values()
            .filter(|answer| answer.result == Some(AnswerResult::Fail));
        Self {
            grid,
            premises: inspection.premises,
            author: state.author.or(submitted.map(|entry| entry.user)),
            mode: inspection
                .mode
                .map_or("", crate::inspection::InspectionMode::as_str)
                .to_owned(),
            visited_on: submitted.map(day),
            accepted: state.accepted.is_some() && state.status != Status::Withdrawn,
            rounds: state.rounds,
            failed_items: u32::try_from(failed.count()).unwrap_or(u32::MAX),
            status: state.status.clone(),
        }
    }
}
