use chrono::NaiveDate;
use wangge_domain::evaluation::{EvaluationPeriod, LogCut, ObjectionDecision, Snapshot};
use wangge_domain::tally::Measure;
use wangge_domain::{Digest, GridId, RecordId, TenantId, UserId};
use wangge_sync_engine::store::StoreError;

/// What changed among the measures since a reader looked last（统计要素变化）.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MeasureChanges {
    /// Give this as `after` the next time.
    pub upto: i64,
    /// Records with their measures, in the order of the changes.
    pub changed: Vec<(RecordId, Measure)>,
    /// Records whose measure does not hold, with the bytes that stand in its place.
    pub damaged: Vec<(RecordId, Vec<u8>)>,
}

/// A decision on an objection of before the control stream held them（旧申诉处理）: to no day of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecidedObjection {
    /// The record it is about.
    pub record: RecordId,
    /// Code of the award that was deducted.
    pub code: String,
    /// What.
    pub decision: ObjectionDecision,
}

/// Measures of records, frozen figures, older decisions on objections.
pub trait MeasureStore {
    /// Measures that changed after a place, at most `limit`; from 0: all.
    fn measures_after(
        &self,
        tenant: TenantId,
        after: i64,
        limit: u32,
    ) -> Result<MeasureChanges, StoreError>;
    /// Epoch and seq of the head of every log.
    fn heads(&self, tenant: TenantId) -> Result<LogCut, StoreError>;
    /// Records that a figure may count and that have no measure yet: they were written before
    /// measures were kept. At most `limit`.
    fn unmeasured(&self, tenant: TenantId, limit: u32) -> Result<Vec<RecordId>, StoreError>;
    /// Keeps the measure of a record that has none yet.
    fn add_measure(
        &self,
        tenant: TenantId,
        record: RecordId,
        measure: &Measure,
    ) -> Result<(), StoreError>;
    /// Puts a measure in the place of one that does not hold, unless something else has come to
    /// stand there meanwhile.
    fn mend_measure(
        &self,
        tenant: TenantId,
        record: RecordId,
        damaged: &[u8],
        measure: &Measure,
    ) -> Result<(), StoreError>;
    /// Keeps a snapshot.
    ///
    /// # Errors
    /// [`StoreError::HeadMoved`] if this period of this scope was frozen before.
    fn add_snapshot(&self, tenant: TenantId, snapshot: &Snapshot) -> Result<(), StoreError>;
    /// The snapshot of a period and scope; without a scope that of the whole tenant.
    fn snapshot(
        &self,
        tenant: TenantId,
        period: &EvaluationPeriod,
        scope: Option<GridId>,
    ) -> Result<Option<Snapshot>, StoreError>;
    /// The snapshot of this hash.
    fn snapshot_by_digest(
        &self,
        tenant: TenantId,
        digest: Digest,
    ) -> Result<Option<Snapshot>, StoreError>;
    /// The snapshot with the least hash that is not below this one.
    fn snapshot_from(
        &self,
        tenant: TenantId,
        digest: Digest,
    ) -> Result<Option<Snapshot>, StoreError>;
    /// All snapshots of periods of this name (`month`, `quarter`, `half_year`, `year`), oldest
    /// period first, then by scope.
    fn snapshots(&self, tenant: TenantId, kind: &str) -> Result<Vec<Snapshot>, StoreError>;
    /// The same in the same order, behind the first day and the scope of one of them, at most `limit`.
    fn snapshots_after(
        &self,
        tenant: TenantId,
        kind: &str,
        after: Option<(NaiveDate, Option<GridId>)>,
        limit: u32,
    ) -> Result<Vec<Snapshot>, StoreError>;
    /// What was decided on the objections of a worker before the control stream held it, oldest first.
    fn objection_decisions(
        &self,
        tenant: TenantId,
        worker: UserId,
    ) -> Result<Vec<DecidedObjection>, StoreError>;
}
