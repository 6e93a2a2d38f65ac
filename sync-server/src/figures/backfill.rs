use std::sync::atomic::Ordering;

use wangge_domain::RecordId;
use wangge_domain::control::ControlState;
use wangge_domain::lifecycle::Status;
use wangge_domain::tally::{Measure, measure};
use wangge_sync_engine::store::{RelayStore, StoreError};
use wangge_sync_engine::{Document, fold_rows};

use crate::store::sealed_measure;
use crate::tenant::Tenant;

/// Records looked up at once.
const PAGE: u32 = 1_000;
/// Setting that says that the measures of before have their rounds of rechecking.
const ROUNDS_MEASURED: &str = "recheck_rounds_measured";
/// Its value: 1, rounds of rechecking; 2, answers to complaints too; 3, all grades set by hand too; 4, overdue
/// marks that were taken back too.
const MEASURED: &str = "4";

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
                self.measure_rounds()?;
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

    /// Takes again, once, the measures of hazards that were brought under recheck before its rounds and
    /// the people it names were kept: a rate over a part of them would pass for the whole. So with those
    /// of complaints without their answer, of premises whose grade was set by hand, and of hazards that
    /// were handed on.
    fn measure_rounds(&self) -> Result<(), StoreError> {
        let (database, tenant) = (&self.database, self.id());
        if database.setting(tenant, ROUNDS_MEASURED)?.as_deref() == Some(MEASURED) {
            return Ok(());
        }
        let mut after = 0;
        loop {
            let page = database.measures_after(tenant, after, PAGE)?;
            if page.upto == after {
                break;
            }
            after = page.upto;
            let lacking = page.changed.into_iter().filter(|(_, it)| {
                lacks_rounds(it) || lacks_answer(it) || lacks_overrides(it) || lacks_annulment(it)
            });
            let lacking: Vec<(RecordId, Measure)> = lacking.collect();
            if lacking.is_empty() {
                continue;
            }
            let control = self.control()?;
            let store = database.turn(tenant)?;
            for (record, before) in lacking {
                let found = match measure_of(store.as_ref(), record, &control) {
                    // One damaged record blocks nothing but itself.
                    Err(StoreError::Corrupt(_)) => continue,
                    read => read?,
                };
                // What came out the same stays: it would be read again for ever.
                if let Some(found) = found.filter(|it| *it != before) {
                    database.mend_measure(tenant, record, &sealed_measure(&before), &found)?;
                }
            }
        }
        database.set_setting(tenant, ROUNDS_MEASURED, MEASURED)
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

/// Whether a measure is of a hazard that was under recheck, and tells of no round.
fn lacks_rounds(measure: &Measure) -> bool {
    let Measure::Hazard(it) = measure else {
        return false;
    };
    let was_under = it.status == Status::Rechecking || it.rechecked_on.is_some();
    was_under && it.rechecks.is_empty()
}

/// Whether a measure is of a complaint, and tells of no answer that was due.
fn lacks_answer(measure: &Measure) -> bool {
    matches!(measure, Measure::Report(it) if it.answer_due.is_none())
}

/// Whether a measure is of a premises whose grade was set by hand, and tells the last time alone.
fn lacks_overrides(measure: &Measure) -> bool {
    matches!(measure, Measure::Premises(it) if it.lacks_overrides())
}

/// Whether a measure is of a hazard that was handed on, and tells of no overdue mark taken back since.
fn lacks_annulment(measure: &Measure) -> bool {
    matches!(measure, Measure::Hazard(it) if it.escalated_on.is_some() && it.annulled_on.is_none())
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
