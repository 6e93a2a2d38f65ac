//! Lists over many records（清单）, kept township by township: plans, campaigns, fittings, rewards.

mod campaign_visits;
mod confirmed_hazards;
mod fittings;
mod lists;
mod owed_jointly;
mod owed_visits;
mod planned;

pub(crate) use confirmed_hazards::Confirmed;
pub(crate) use lists::Lists;
pub(crate) use owed_jointly::OwedJointly;
pub(crate) use owed_visits::OwedVisit;
pub(crate) use planned::{Plans, visits_to};

use wangge_domain::RecordId;
use wangge_domain::record::Content;
use wangge_domain::tally::{Measures, PremisesMeasure};
use wangge_sync_engine::Document;
use wangge_sync_engine::store::{RelayStore, StoreError};

/// The premises in use（在用场所）, in id order.
pub(crate) fn active(measures: &Measures) -> impl Iterator<Item = (RecordId, &PremisesMeasure)> {
    let premises = measures.premises.iter();
    premises
        .filter(|(_, it)| it.is_active())
        .map(|(record, it)| (*record, it))
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
