use wangge_domain::{TenantId, Timestamp};
use wangge_sync_engine::store::{RelayStore, StoreError};

use super::{
    AccountStore, BlobStore, CodeStore, CourierStore, DrawStore, ListingStore, MeasureStore,
    PublicReportStore, SessionStore, TenantStore, UploadStore,
};

/// A line of the job log（作业日志）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobNote {
    /// When.
    pub at: Timestamp,
    /// Which job.
    pub job: String,
    /// What it did.
    pub note: String,
}

/// Everything the relay keeps outside its blob store. Calls block: they run on threads that may.
/// Every write is durable when the call returns.
pub trait RelayDatabase:
    AccountStore
    + BlobStore
    + CodeStore
    + CourierStore
    + DrawStore
    + ListingStore
    + MeasureStore
    + PublicReportStore
    + SessionStore
    + TenantStore
    + UploadStore
    + Send
    + Sync
{
    /// One load-decide-commit turn of a tenant: its reads see one moment until it commits.
    fn turn(&self, tenant: TenantId) -> Result<Box<dyn RelayStore + Send>, StoreError>;

    /// Asks the store whether it can be read and written at all.
    fn check(&self) -> Result<(), StoreError>;

    /// Appends to the job log.
    fn note_job(&self, tenant: TenantId, note: &JobNote) -> Result<(), StoreError>;

    /// The newest lines of the job log, newest first.
    fn job_notes(&self, tenant: TenantId, limit: u32) -> Result<Vec<JobNote>, StoreError>;

    /// A named value of the tenant.
    fn setting(&self, tenant: TenantId, key: &str) -> Result<Option<String>, StoreError>;

    /// Sets a named value of the tenant.
    fn set_setting(&self, tenant: TenantId, key: &str, value: &str) -> Result<(), StoreError>;
}
