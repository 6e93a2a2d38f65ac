use wangge_domain::record::RecordKind;

use crate::error::CoreError;
use crate::facade::Core;
use crate::store::{CaseFilter, CaseRow};

impl Core {
    /// Cases of a register（案件列表）, those due first before those without a deadline.
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
        Ok(self.inner.store.cases(kind, filter, limit)?)
    }
}
