use wangge_domain::gaps::{GapReport, PremisesRow, find_gaps, grid_rows};
use wangge_domain::lifecycle::Status;
use wangge_domain::premises::{Premises, check_responsible_parties};
use wangge_domain::{GridId, StreamId};

use crate::error::CoreError;
use crate::facade::Core;

/// Premises read at once.
const PAGE: usize = 500;

impl Core {
    /// Gaps below a grid（管理空白）of S4-23, S1-14, S4-16: premises without a position, a responsible
    /// person or a visit, grids without a worker; of what this phone holds. Works offline.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`], [`CoreError::UnknownGrid`].
    pub fn gaps(&self, top: GridId) -> Result<GapReport, CoreError> {
        let session = self.session()?;
        let now = self.now(&session);
        if !session.control.grids.contains_key(&top) {
            return Err(CoreError::UnknownGrid);
        }
        let small = session.control.small_grids(top, now.china_date());
        let mut rows = Vec::new();
        for grid in small.into_iter().filter(|grid| session.holds(*grid)) {
            let stream = StreamId::of_grid(grid);
            let mut after = None;
            loop {
                let page = self.inner.store.premises_page(Some(stream), after, PAGE)?;
                after = page.last().map(|row| row.record);
                let complete = page.len() < PAGE;
                for row in page.into_iter().filter(|row| row.status == Status::Active) {
                    let content = self.inner.store.content(row.record)?;
                    let premises = content.map_or_else(Premises::default, |(_, _, content)| {
                        Premises::from_content(&content)
                    });
                    rows.push(PremisesRow {
                        premises: row.record,
                        grid: Some(grid),
                        category: row.category,
                        has_position: row.position.is_some(),
                        has_responsible: check_responsible_parties(&premises).is_empty(),
                        visited: row.last_visit.is_some() || row.census.is_some(),
                    });
                }
                if complete {
                    break;
                }
            }
        }
        let grids = grid_rows(&session.control, top, now);
        Ok(find_gaps(&rows, &grids, &session.policy.accounting().gaps))
    }
}
