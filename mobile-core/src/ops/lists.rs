use wangge_domain::{GridId, RecordId, StreamId};

use crate::error::CoreError;
use crate::facade::Core;
use crate::store::{HazardFilter, HazardRow, InspectionRow, PremisesRow};

impl Core {
    /// Premises of a grid, or of all, after one of them（场所列表）.
    ///
    /// # Errors
    /// The store failed.
    pub fn list_premises(
        &self,
        grid: Option<GridId>,
        after: Option<RecordId>,
        limit: usize,
    ) -> Result<Vec<PremisesRow>, CoreError> {
        self.not_locked()?;
        Ok(self
            .inner
            .store
            .premises_page(grid.map(StreamId::of_grid), after, limit)?)
    }

    /// Inspections of a premises, or of all, newest first（检查列表）.
    ///
    /// # Errors
    /// The store failed.
    pub fn list_inspections(
        &self,
        premises: Option<RecordId>,
        limit: usize,
    ) -> Result<Vec<InspectionRow>, CoreError> {
        self.not_locked()?;
        Ok(self.inner.store.inspections(premises, limit)?)
    }

    /// Hazards, those due first before those without a deadline, or those found last first
    /// （隐患列表）.
    ///
    /// # Errors
    /// The store failed.
    pub fn list_hazards(
        &self,
        filter: &HazardFilter,
        limit: usize,
    ) -> Result<Vec<HazardRow>, CoreError> {
        self.not_locked()?;
        Ok(self.inner.store.hazards(filter, limit)?)
    }
}
