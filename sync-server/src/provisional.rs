use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use wangge_domain::RecordId;
use wangge_domain::control::ControlState;
use wangge_domain::policy::PolicyPack;
use wangge_sync_engine::fold_rows;
use wangge_sync_engine::relay::provisional_uses;
use wangge_sync_engine::store::{ProvisionalUse, RelayStore, StoreError};

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
        if query.awaits_photos {
            self.note_awaited_photos()?;
        }
        self.database.list(self.id(), query)
    }

    /// Takes from the logs, once, the provisional numbers（暂编号）of records that were written before
    /// they were kept: a paper that bears one must be found, and no other paper may bear it.
    pub(crate) fn fill_provisional(&self) -> Result<(), StoreError> {
        if self.provisional_known.load(Ordering::Acquire) {
            return Ok(());
        }
        let filling = self.provisional_filling.lock();
        let _filling = filling.unwrap_or_else(PoisonError::into_inner);
        if self.provisional_known.load(Ordering::Acquire) {
            // Another request did it meanwhile.
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
            let policy = self.policy(&control)?;
            let rules = (control.as_ref(), policy.as_ref());
            let store = database.turn(tenant)?;
            for record in page {
                let (number, uses) = match numbers_of(store.as_ref(), rules, record) {
                    // One damaged record blocks nothing but itself.
                    Err(StoreError::Corrupt(_)) => (String::new(), Vec::new()),
                    read => read?,
                };
                database.fill_provisional(tenant, record, &number, &uses)?;
            }
        }
    }
}

/// The number that a record bears, and what became of all that its rows carry.
fn numbers_of(
    store: &dyn RelayStore,
    (control, policy): (&ControlState, &PolicyPack),
    record: RecordId,
) -> Result<(String, Vec<ProvisionalUse>), StoreError> {
    let Some(stored) = store.record(record)? else {
        return Ok((String::new(), Vec::new()));
    };
    let rows = store.event_rows_of(record)?;
    let number = fold_rows(&stored.kind, &rows, control).provisional_number;
    let uses = rows
        .iter()
        .flat_map(|row| provisional_uses(control, policy, row));
    Ok((number.unwrap_or_default(), uses.collect()))
}
