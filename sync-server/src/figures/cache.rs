use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use wangge_domain::tally::Measures;
use wangge_domain::{RecordId, TenantId};
use wangge_sync_engine::store::StoreError;

use super::counted::Counted;
use super::freeze_watch::FreezeWatch;
use super::spread::Spread;
use crate::store::RelayDatabase;

/// Measures read at once.
const PAGE: u32 = 10_000;

/// The measures of a tenant（统计要素）: a cache that follows the store and holds nothing of value.
#[derive(Default)]
pub(crate) struct Figures {
    read: Mutex<Read>,
    /// Every record has its measure: looked at once in the life of a process.
    pub(super) complete: AtomicBool,
    /// The period that is being frozen.
    pub(crate) freezing: FreezeWatch,
    /// Figures of parts of the records.
    pub(crate) counted: Counted,
}

#[derive(Default)]
struct Read {
    upto: i64,
    measures: Arc<Measures>,
    spread: Arc<Spread>,
}

impl Figures {
    /// The measures of all records, up to the last commit, and how they lie. `mend` is given those
    /// that do not hold; what it puts in their place is read with the next page.
    pub(crate) fn current(
        &self,
        database: &dyn RelayDatabase,
        tenant: TenantId,
        mend: impl Fn(&[(RecordId, Vec<u8>)]) -> Result<(), StoreError>,
    ) -> Result<(Arc<Measures>, Arc<Spread>), StoreError> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let changes = database.measures_after(tenant, read.upto, PAGE)?;
            if !changes.damaged.is_empty() {
                mend(&changes.damaged)?;
            }
            if changes.upto == read.upto {
                return Ok((Arc::clone(&read.measures), Arc::clone(&read.spread)));
            }
            let held = &mut *read;
            let measures = Arc::make_mut(&mut held.measures);
            let spread = Arc::make_mut(&mut held.spread);
            for (record, measure) in changes.changed {
                spread.put(measures, record, measure);
            }
            held.upto = changes.upto;
        }
    }
}
