use std::any::Any;
use std::path::Path;

use wangge_domain::{StreamId, TenantId, Timestamp};
use wangge_sync_engine::store::{RelayStore, StoreError};

use super::{
    AccountStore, BlobStore, CodeStore, CourierStore, DrawStore, ListingStore, MeasureStore,
    NumberStore, PublicReportStore, SessionStore, TenantStore, UploadStore,
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

/// Hears that a stream has a new head which another process appended（跨进程唤醒）.
pub type HeadListener = Box<dyn Fn(StreamId, u64) + Send + Sync>;

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
    + NumberStore
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

    /// From now on nothing is written any more: the file was found damaged. Readers are answered, and take it
    /// for a full disk. A store on a server is looked after by its own tools.
    fn stop_writing(&self) {}

    /// Overwrites in the store's own files whatever rows that were blanked left there（涂销残留）. True: it
    /// was done now. False: nothing was left, or it is to be tried again. A store on a server is looked
    /// after by its own tools.
    fn overwrite_blanked(&self, _tenant: TenantId) -> Result<bool, StoreError> {
        Ok(false)
    }

    /// Bytes that the store takes on a server. `None`: it is a file, whose size its folder tells.
    fn bytes_on_server(&self) -> Result<Option<u64>, StoreError> {
        Ok(None)
    }

    /// Brings a database file up to what this store holds of a tenant at one moment（镜像库）, so that
    /// the file can be backed up in the place of it. With `all`, every row is compared; without,
    /// those alone that may have changed since the file was brought up last. False: this store is a
    /// file itself, and nothing was done.
    fn mirror(
        &self,
        _tenant: TenantId,
        _file: &Path,
        _all: bool,
        _now: Timestamp,
    ) -> Result<bool, StoreError> {
        Ok(false)
    }

    /// Keeps every other process of this store from shipping a tenant's backup, until what it gives
    /// is dropped. `None`: another one does so now. A store of one process has nobody to keep out.
    fn ship_alone(&self, _tenant: TenantId) -> Result<Option<Box<dyn Any>>, StoreError> {
        Ok(Some(Box::new(())))
    }

    /// Takes or keeps the lease of a job for so long, by the clock of the store: true, and nobody
    /// else who shares this store has it meanwhile. A store of one process gives it to whoever
    /// asked last.
    fn take_job(&self, tenant: TenantId, job: &str, for_ms: i64) -> Result<bool, StoreError>;

    /// Gives the lease of a job back, if this process holds it.
    fn leave_job(&self, tenant: TenantId, job: &str) -> Result<(), StoreError>;

    /// Tells of new heads that other processes append, until the database is dropped; after a gap
    /// in the hearing, of all heads. A hint: nothing rests on it. A store of one process has
    /// nothing to tell.
    fn listen(&self, _tenant: TenantId, _tell: HeadListener) -> Result<(), StoreError> {
        Ok(())
    }

    /// Begins a new epoch of every log of a tenant（新纪元）: the store was put back to an earlier
    /// state.
    fn begin_epoch(&self, tenant: TenantId) -> Result<(), StoreError>;

    /// Appends to the job log.
    fn note_job(&self, tenant: TenantId, note: &JobNote) -> Result<(), StoreError>;

    /// The newest lines of the job log, newest first.
    fn job_notes(&self, tenant: TenantId, limit: u32) -> Result<Vec<JobNote>, StoreError>;

    /// A named value of the tenant.
    fn setting(&self, tenant: TenantId, key: &str) -> Result<Option<String>, StoreError>;

    /// Sets a named value of the tenant.
    fn set_setting(&self, tenant: TenantId, key: &str, value: &str) -> Result<(), StoreError>;
}
