use wangge_domain::RecordId;
use wangge_domain::lifecycle::{HistoryEntry, Stage, stage_log};
use wangge_domain::record::RecordKind;

use crate::{Core, CoreError};

impl Core {
    /// Everything that happened to a record, with who, when, and what came of it.
    ///
    /// # Errors
    /// [`CoreError::UnknownRecord`].
    pub fn history(&self, record: RecordId) -> Result<Vec<HistoryEntry>, CoreError> {
        self.with(|work| Ok(work.view(record)?.state.history))
    }

    /// The five stages of a hazard with what happened in each (S0-22), the inspection in which it
    /// was found among them.
    ///
    /// # Errors
    /// [`CoreError::UnknownRecord`].
    pub fn stage_log(
        &self,
        hazard: RecordId,
    ) -> Result<Vec<(Stage, Vec<HistoryEntry>)>, CoreError> {
        self.with(|work| {
            let view = work.view_of(hazard, &RecordKind::Rectification)?;
            let inspection = view
                .content
                .text(wangge_domain::hazard::keys::INSPECTION)
                .and_then(|id| id.parse().ok())
                .and_then(|id| work.view_of(id, &RecordKind::Inspection).ok());
            let log = stage_log(inspection.as_ref().map(|it| &it.state), &view.state);
            Ok(log
                .into_iter()
                .map(|stage| (stage.stage, stage.entries.into_iter().cloned().collect()))
                .collect())
        })
    }
}
