use wangge_domain::lifecycle::SeriesKey;
use wangge_domain::{RecordId, TenantId, Timestamp};
use wangge_sync_engine::store::StoreError;

/// A document number that was given（已发文号）, with what became of its record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenNumber {
    /// Its place in the series.
    pub number: u32,
    /// As papers print it.
    pub text: String,
    /// The record whose paper bears it. `None`: the row that it was given to is not in the log.
    pub record: Option<RecordId>,
    /// Its kind; empty without one.
    pub kind: String,
    /// Its status; empty without one.
    pub status: String,
    /// When the relay took the row in.
    pub given_at: Option<Timestamp>,
}

/// The series of document numbers, for reading.
pub trait NumberStore {
    /// Every series with its highest number and how many were given, in order.
    fn number_series(&self, tenant: TenantId) -> Result<Vec<(SeriesKey, u32, u32)>, StoreError>;
    /// Numbers of a series above this one, in order.
    fn numbers_after(
        &self,
        tenant: TenantId,
        series: &SeriesKey,
        after: u32,
        limit: u32,
    ) -> Result<Vec<GivenNumber>, StoreError>;
}
