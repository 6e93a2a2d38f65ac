use std::sync::atomic::Ordering;

use wangge_sync_engine::fold_rows;
use wangge_sync_engine::store::StoreError;

use crate::store::{ListQuery, ListedRecord};
use crate::tenant::Tenant;

/// Records looked up at once.
const PAGE: u32 = 1_000;

impl Tenant {
    /// A page of a list. A text finds a hazard by its number whichever it was printed with.
    pub(crate) fn list(&self, query: &ListQuery) -> Result<Vec<ListedRecord>, StoreError> {
        if query.text.is_some() {
            self.fill_provisional()?;
        }
        self.database.list(self.id(), query)
    }

    /// Takes from the logs, once, the provisional numbers（暂编号）of records that were written before
    /// they were kept: a paper that bears one must be found.
    fn fill_provisional(&self) -> Result<(), StoreError> {
        if self.provisional_known.load(Ordering::Acquire) {
            return Ok(());
        }
        let (database, tenant) = (&self.database, self.id());
        loop {
            let page = database.provisional_unknown(tenant, PAGE)?;
            if page.is_empty() {
                self.provisional_known.store(true, Ordering::Release);
                return Ok(());
            }
            let control = self.control()?;
            let store = database.turn(tenant)?;
            for record in page {
                let number = match store.record(record)? {
                    Some(stored) => {
                        let rows = store.event_rows_of(record)?;
                        fold_rows(&stored.kind, &rows, &control).provisional_number
                    }
                    None => None,
                };
                database.fill_provisional(tenant, record, &number.unwrap_or_default())?;
            }
        }
    }
}
