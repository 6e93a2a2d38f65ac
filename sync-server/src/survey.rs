//! Reading many records for plans and counts, page by page.

mod planned;

pub(crate) use planned::{planned_premises, visits_to};

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use wangge_domain::record::{Content, RecordKind};
use wangge_domain::{RecordId, StreamId};
use wangge_sync_engine::Document;
use wangge_sync_engine::store::{RelayStore, StoreError};

use crate::store::{ListOrder, ListQuery, ListedRecord, Reach};
use crate::tenant::Tenant;

/// Records read at once.
const PAGE: u32 = 1_000;

/// Every record of a kind in these logs, newest first; of one status if asked for.
pub(crate) fn records(
    tenant: &Tenant,
    streams: &BTreeSet<StreamId>,
    kind: &RecordKind,
    status: Option<&str>,
) -> Result<Vec<ListedRecord>, StoreError> {
    let query = ListQuery {
        status: status.map(str::to_owned),
        ..ListQuery::of(
            kind.clone(),
            Reach {
                streams: streams.clone(),
                ..Reach::default()
            },
            ListOrder::Newest { after: None },
            PAGE,
        )
    };
    let mut all = Vec::new();
    tenant.each_listed(query, |listed| {
        all.push(listed);
        ControlFlow::<()>::Continue(())
    })?;
    Ok(all)
}

/// The active premises in these logs.
pub(crate) fn active_premises(
    tenant: &Tenant,
    streams: &BTreeSet<StreamId>,
) -> Result<Vec<ListedRecord>, StoreError> {
    let active = wangge_domain::lifecycle::Status::Active;
    records(
        tenant,
        streams,
        &RecordKind::Premises,
        Some(active.as_str()),
    )
}

/// The content of a record as it stands.
pub(crate) fn content(store: &dyn RelayStore, record: RecordId) -> Result<Content, StoreError> {
    let Some(stored) = store
        .record(record)?
        .filter(|stored| !stored.document.is_empty())
    else {
        return Ok(Content::default());
    };
    Document::load(&stored.document)
        .map(|document| document.content())
        .map_err(|error| StoreError::Corrupt(error.to_string()))
}
