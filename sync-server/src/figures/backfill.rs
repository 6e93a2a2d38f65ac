use std::sync::atomic::Ordering;

use wangge_domain::RecordId;
use wangge_domain::control::ControlState;
use wangge_domain::tally::{Measure, measure};
use wangge_sync_engine::store::{RelayStore, StoreError};
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
                if let Some(found) = measure_of(store.as_ref(), record, &control)? {
                    database.add_measure(tenant, record, &found)?;
                }
            }
        }
    }

    /// Makes measures that do not hold anew, from the records and their logs.
    pub(super) fn mend(&self, damaged: &[(RecordId, Vec<u8>)]) -> Result<(), StoreError> {
        let (database, tenant) = (&self.database, self.id());
        tracing::warn!(count = damaged.len(), "measures do not hold: made anew");
        let control = self.control()?;
        let store = database.turn(tenant)?;
        for (record, bytes) in damaged {
            if let Some(found) = measure_of(store.as_ref(), *record, &control)? {
                database.mend_measure(tenant, *record, bytes, &found)?;
            }
        }
        Ok(())
    }
}

fn measure_of(
    store: &dyn RelayStore,
    record: RecordId,
    control: &ControlState,
) -> Result<Option<Measure>, StoreError> {
    let Some(stored) = store.record(record)? else {
        return Ok(None);
    };
    let content = Document::load(&stored.document)
        .map_err(|error| StoreError::Corrupt(error.to_string()))?
        .content();
    let state = fold_rows(&stored.kind, &store.event_rows_of(record)?, control);
    Ok(measure(
        &stored.kind,
        stored.stream.grid(),
        &content,
        &state,
    ))
}
