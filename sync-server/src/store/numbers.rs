use wangge_domain::lifecycle::SeriesKey;
use wangge_domain::{Digest, RecordId, TenantId, Timestamp};
use wangge_sync_engine::store::{StoreError, VoidCause};

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
    /// The number that the record bears now; empty without one.
    pub in_force: String,
}

/// A provisional number that an envelope carried, with what became of it and of its record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedNumber {
    /// As papers print it.
    pub text: String,
    /// The record whose paper bears it.
    pub record: RecordId,
    /// Its kind; empty: the relay has no such record.
    pub kind: String,
    /// Its status; empty without one.
    pub status: String,
    /// When the relay took the envelope in.
    pub received_at: Timestamp,
    /// Why it is void. `None`: its act took effect.
    pub void: Option<VoidCause>,
    /// The number that the record bears now: final, if it has one; empty without one.
    pub in_force: String,
    /// The provisional number that the record bears now; empty without one.
    pub provisional: String,
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
    /// Final numbers printed like this, with their series: one, unless a pack prints two alike.
    fn numbers_printed(
        &self,
        tenant: TenantId,
        text: &str,
    ) -> Result<Vec<(SeriesKey, GivenNumber)>, StoreError>;
    /// Numbers of a series above this one, in order, each with the envelope whose act it was given to:
    /// the provisional number of its paper follows from that.
    fn envelopes_numbered(
        &self,
        tenant: TenantId,
        series: &SeriesKey,
        after: u32,
        limit: u32,
    ) -> Result<Vec<(u32, Digest)>, StoreError>;
    /// What became of a provisional number, if an envelope carried it.
    fn provisional_number(
        &self,
        tenant: TenantId,
        text: &str,
    ) -> Result<Option<StatedNumber>, StoreError>;
    /// Void provisional numbers above this one, in order.
    fn void_numbers(
        &self,
        tenant: TenantId,
        after: &str,
        limit: u32,
    ) -> Result<Vec<StatedNumber>, StoreError>;
}
