use std::sync::atomic::Ordering;

use wangge_domain::tally::measure;
use wangge_sync_engine::store::StoreError;
use wangge_sync_engine::{Document, fold_rows};

use crate::tenant::Tenant;

/// Records looked up at once.
const PAGE: u32 = 1_000;

impl Tenant {
    /// Gives every record that was written before measures were kept its measure, once: a figure
    /// over a part of the records would pass for the whole.
    pub(super) fn backfill(&self) -> Result<(), StoreError> {
        if self.figures.complete.load(Ordering::Acquire) {
            return Ok(());
        }
        let (database, tenant) = (&self.database, self.id());
        loop {
            let page = database.unmeasured(tenant, PAGE)?;
            if page.is_empty() {
                self.figures.complete.store(true, Ordering::Release);
                return Ok(());
            }
            let control = self.control()?;
            let store = database.turn(tenant)?;
            for record in page {
                let Some(stored) = store.record(record)? else {
                    continue;
                };
                let content = Document::load(&stored.document)
                    .map_err(|error| StoreError::Corrupt(error.to_string()))?
                    .content();
                let state = fold_rows(&stored.kind, &store.event_rows_of(record)?, &control);
                let grid = stored.stream.grid();
                if let Some(found) = measure(&stored.kind, grid, &content, &state) {
                    database.add_measure(tenant, record, &found)?;
                }
            }
        }
    }
}
