use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use wangge_domain::premises::{Premises, normalize_address};
use wangge_domain::record::RecordKind;
use wangge_domain::{RecordId, StreamId};
use wangge_sync_engine::Document;
use wangge_sync_engine::store::{RelayStore, StoreError};

use crate::store::{ListOrder, ListQuery, ListedRecord, Reach};
use crate::tenant::Tenant;

/// Records read at a time.
const PAGE: u32 = 500;

/// The premises on file in some grids, by what tells one from another.
#[derive(Default)]
pub(super) struct Known {
    by_both: BTreeMap<(StreamId, String, String), RecordId>,
    by_name: BTreeMap<(StreamId, String), RecordId>,
    by_address: BTreeMap<(StreamId, String), RecordId>,
    records: BTreeSet<RecordId>,
    counts: BTreeMap<StreamId, u64>,
}

impl Known {
    /// Reads what is on file in these grids.
    pub(super) fn read(tenant: &Tenant, streams: &BTreeSet<StreamId>) -> Result<Self, StoreError> {
        let mut known = Self::default();
        if streams.is_empty() {
            return Ok(known);
        }
        let query = ListQuery::of(
            RecordKind::Premises,
            Reach {
                streams: streams.clone(),
                ..Reach::default()
            },
            ListOrder::Oldest { after: None },
            PAGE,
        );
        let store = tenant.database.turn(tenant.id())?;
        let failed = tenant.each_listed(query, |listed| {
            match known.read_one(store.as_ref(), &listed) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => ControlFlow::Break(error),
            }
        })?;
        failed.map_or(Ok(known), Err)
    }

    fn read_one(
        &mut self,
        store: &dyn RelayStore,
        listed: &ListedRecord,
    ) -> Result<(), StoreError> {
        let Some(stored) = store.record(listed.record)? else {
            return Ok(());
        };
        let document = Document::load(&stored.document)
            .map_err(|error| StoreError::Corrupt(error.to_string()))?;
        let premises = Premises::from_content(&document.content());
        self.add(listed.stream, listed.record, &premises);
        Ok(())
    }

    fn add(&mut self, stream: StreamId, record: RecordId, premises: &Premises) {
        let (name, address) = names(premises);
        self.by_both
            .insert((stream, name.clone(), address.clone()), record);
        self.by_name.insert((stream, name), record);
        self.by_address.insert((stream, address), record);
        self.records.insert(record);
        *self.counts.entry(stream).or_default() += 1;
    }

    /// The premises on file that this one is.
    pub(super) fn same(
        &self,
        stream: StreamId,
        record: RecordId,
        premises: &Premises,
    ) -> Option<RecordId> {
        if self.records.contains(&record) {
            return Some(record);
        }
        let (name, address) = names(premises);
        self.by_both.get(&(stream, name, address)).copied()
    }

    /// Another on file of the same name, and another at the same address.
    pub(super) fn alike(
        &self,
        stream: StreamId,
        premises: &Premises,
    ) -> (Option<RecordId>, Option<RecordId>) {
        let (name, address) = names(premises);
        (
            self.by_name.get(&(stream, name)).copied(),
            self.by_address.get(&(stream, address)).copied(),
        )
    }

    /// How many are on file in a grid.
    pub(super) fn count(&self, stream: StreamId) -> u64 {
        self.counts.get(&stream).copied().unwrap_or(0)
    }
}

/// Name and address in the form in which two spellings are equal.
pub(super) fn names(premises: &Premises) -> (String, String) {
    (
        normalize_address(&premises.name),
        normalize_address(&premises.full_address()),
    )
}
