use wangge_domain::record::RecordKind;

use super::subject::permit_in_grid;
use crate::error::CoreError;
use crate::facade::Core;
use crate::store::{CaseFilter, CaseRow};

impl Core {
    /// Cases of a register（案件列表）, those due first before those without a deadline. Of a restricted
    /// register, those only that this person looks after.
    ///
    /// # Errors
    /// The store failed.
    pub fn list_cases(
        &self,
        kind: &RecordKind,
        filter: &CaseFilter,
        limit: usize,
    ) -> Result<Vec<CaseRow>, CoreError> {
        self.not_locked()?;
        let mut rows = self.inner.store.cases(kind, filter, limit)?;
        if let Some(operation) = kind.restricted_read() {
            let session = self.session()?;
            let now = self.now(&session);
            rows.retain(|row| {
                let grid = row.grid;
                permit_in_grid(&session, grid, row.premises, operation, now).is_ok()
            });
        }
        Ok(rows)
    }
}
