use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use wangge_domain::control::ControlState;
use wangge_domain::tally::{Measure, Measures};
use wangge_domain::{GridId, RecordId, TenantId};
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
    /// Where premises that have moved were when the measures were read.
    moved: BTreeMap<RecordId, GridId>,
}

impl Read {
    /// What hangs on premises that have moved since counts where they live now.
    fn follow_moves(&mut self, control: &ControlState) {
        if self.moved == control.moved {
            return;
        }
        let moved: BTreeSet<RecordId> = control
            .moved
            .iter()
            .filter(|(premises, home)| self.moved.get(*premises) != Some(*home))
            .map(|(premises, _)| *premises)
            .collect();
        self.moved.clone_from(&control.moved);
        let held = hanging_on(&self.measures, &moved);
        if held.is_empty() {
            return;
        }
        let measures = Arc::make_mut(&mut self.measures);
        let spread = Arc::make_mut(&mut self.spread);
        for (record, measure) in held {
            spread.put(measures, record, measure.at_home(record, control));
        }
    }
}

/// The measures of these premises and of what hangs on them, the premises first.
fn hanging_on(measures: &Measures, premises: &BTreeSet<RecordId>) -> Vec<(RecordId, Measure)> {
    let is_theirs = |of: Option<RecordId>| of.is_some_and(|of| premises.contains(&of));
    let mut found = Vec::new();
    for record in premises {
        let held = measures.premises.get(record);
        found.extend(held.map(|it| (*record, Measure::Premises(Box::new(it.clone())))));
    }
    for (record, it) in &measures.inspections {
        if is_theirs(it.premises) {
            found.push((*record, Measure::Inspection(it.clone())));
        }
    }
    for (record, it) in &measures.hazards {
        if is_theirs(it.premises) {
            found.push((*record, Measure::Hazard(Box::new(it.clone()))));
        }
    }
    found
}

impl Figures {
    /// The measures of all records, up to the last commit, each in the grid in which it lives by this
    /// control stream, and how they lie. `mend` is given those
    /// that do not hold; what it puts in their place is read with the next page.
    pub(crate) fn current(
        &self,
        database: &dyn RelayDatabase,
        (tenant, control): (TenantId, &ControlState),
        mend: impl Fn(&[(RecordId, Vec<u8>)]) -> Result<(), StoreError>,
    ) -> Result<(Arc<Measures>, Arc<Spread>), StoreError> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read.follow_moves(control);
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
                spread.put(measures, record, measure.at_home(record, control));
            }
            held.upto = changes.upto;
        }
    }
}
