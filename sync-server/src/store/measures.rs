use wangge_domain::evaluation::{EvaluationPeriod, LogCut, ObjectionDecision, Snapshot};
use wangge_domain::tally::Measure;
use wangge_domain::{Digest, GridId, RecordId, TenantId, Timestamp, UserId};
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

/// A decision on an objection as it is kept（申诉处理）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecidedObjection {
    /// The record it is about.
    pub record: RecordId,
    /// Who objected.
    pub worker: UserId,
    /// Code of the award that was deducted.
    pub code: String,
    /// When it was decided.
    pub at: Timestamp,
    /// What.
    pub decision: ObjectionDecision,
}

/// Measures of records, frozen figures, decisions on objections.
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
    /// The snapshot of a period and scope.
    fn snapshot(
        &self,
        tenant: TenantId,
        period: &EvaluationPeriod,
        scope: GridId,
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
    /// Keeps a decision.
    ///
    /// # Errors
    /// [`StoreError::HeadMoved`] if this objection was decided before.
    fn add_objection_decision(
        &self,
        tenant: TenantId,
        decided: &DecidedObjection,
    ) -> Result<(), StoreError>;
    /// What was decided on the objections of a worker, oldest first.
    fn objection_decisions(
        &self,
        tenant: TenantId,
        worker: UserId,
    ) -> Result<Vec<DecidedObjection>, StoreError>;
}
