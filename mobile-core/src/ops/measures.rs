use wangge_domain::RecordId;
use wangge_domain::tally::{Measures, measure};
use wangge_sync_engine::client::view;

use crate::error::CoreError;
use crate::facade::Core;
use crate::session::Session;
use crate::store::HazardFilter;

/// Premises read at once.
const PAGE: usize = 500;
/// Inspections and hazards looked at.
const LOOKED_AT: usize = 100_000;

impl Core {
    /// What figures take from the records on this phone, with pending work on top. Offline.
    pub(super) fn measures(&self, session: &Session) -> Result<Measures, CoreError> {
        let mut measures = self.places(session)?;
        for row in self.inner.store.inspections(None, LOOKED_AT)? {
            self.take(session, row.record, &mut measures)?;
        }
        Ok(measures)
    }

    /// The same without inspections, which maps do not need.
    pub(super) fn places(&self, session: &Session) -> Result<Measures, CoreError> {
        let (mut measures, mut after) = (Measures::default(), None);
        loop {
            let page = self.inner.store.premises_page(None, after, PAGE)?;
            after = page.last().map(|row| row.record);
            for row in &page {
                self.take(session, row.record, &mut measures)?;
            }
            if page.len() < PAGE {
                break;
            }
        }
        let all = HazardFilter::default();
        for row in self.inner.store.hazards(&all, LOOKED_AT)? {
            self.take(session, row.record, &mut measures)?;
        }
        Ok(measures)
    }

    fn take(
        &self,
        session: &Session,
        record: RecordId,
        measures: &mut Measures,
    ) -> Result<(), CoreError> {
        let Some(shown) = self.read(session, |ctx| view(ctx, record))? else {
            return Ok(());
        };
        let grid = shown.stream.grid();
        if let Some(found) = measure(&shown.kind, grid, &shown.content, &shown.state) {
            measures.put(record, found);
        }
        Ok(())
    }
}
