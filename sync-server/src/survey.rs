//! Reading many records for plans and counts, page by page.

mod planned;

pub(crate) use planned::{Plans, visits_to};

use std::ops::ControlFlow;

use wangge_domain::RecordId;
use wangge_domain::record::{Content, RecordKind};
use wangge_sync_engine::Document;
use wangge_sync_engine::store::{RelayStore, StoreError};

use crate::store::{ListOrder, ListQuery, ListedRecord, Reach};
use crate::tenant::Tenant;

/// Records read at once.
const PAGE: u32 = 1_000;

/// Every record of a kind within a reach, newest first; of one status if asked for.
pub(crate) fn records(
    tenant: &Tenant,
    reach: &Reach,
    kind: &RecordKind,
    status: Option<&str>,
) -> Result<Vec<ListedRecord>, StoreError> {
    let query = ListQuery {
        status: status.map(str::to_owned),
        ..ListQuery::of(
            kind.clone(),
            reach.clone(),
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

/// The active premises within a reach.
pub(crate) fn active_premises(
    tenant: &Tenant,
    reach: &Reach,
) -> Result<Vec<ListedRecord>, StoreError> {
    let active = wangge_domain::lifecycle::Status::Active;
    records(tenant, reach, &RecordKind::Premises, Some(active.as_str()))
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
