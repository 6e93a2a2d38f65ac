use wangge_domain::RecordId;
use wangge_domain::hazard::keys;
use wangge_domain::lifecycle::{HistoryEntry, Stage, stage_log};
use wangge_domain::record::RecordKind;
use wangge_sync_engine::client::view;

use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// The five stages of a hazard with what happened in each（五环节留痕）of S0-22, the inspection in
    /// which it was found among them.
    ///
    /// # Errors
    /// [`CoreError::UnknownRecord`].
    pub fn stage_log(
        &self,
        hazard: RecordId,
    ) -> Result<Vec<(Stage, Vec<HistoryEntry>)>, CoreError> {
        let session = self.session()?;
        let record = self
            .read(&session, |ctx| view(ctx, hazard))?
            .filter(|record| record.kind == RecordKind::Rectification)
            .ok_or(CoreError::UnknownRecord)?;
        let inspection = match record.content.text(keys::INSPECTION).map(str::parse) {
            Some(Ok(inspection)) => self.read(&session, |ctx| view(ctx, inspection))?,
            _ => None,
        };
        let log = stage_log(inspection.as_ref().map(|it| &it.state), &record.state);
        Ok(log
            .into_iter()
            .map(|stage| (stage.stage, stage.entries.into_iter().cloned().collect()))
            .collect())
    }
}
