use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use rusqlite::{Connection, ErrorCode, OptionalExtension as _};
use wangge_domain::{TenantId, Timestamp};
use wangge_sync_engine::store::{RelayStore, StoreError};

use super::connection::{open_reader, open_writer};
use super::convert::failed;
use super::migrate::migrate;
use super::readers::{Reader, Readers};
use super::sound::require_sound;
use super::turn::SqliteTurn;
use super::writer::Writer;
use crate::platform::private_file;
use crate::store::{JobNote, RelayDatabase};

/// The store cannot be opened. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The bundled SQLite is older than 3.51.3, which has a defect that damages WAL files.
    #[error("this SQLite is {0}; at least 3.51.3 is needed")]
    OldSqlite(String),
    /// A newer relay wrote it.
    #[error(
        "the database is of version {found}, this relay knows up to {known}: use the newer relay"
    )]
    Newer {
        /// Version of the file.
        found: i64,
        /// Newest this build knows.
        known: i64,
    },
    /// SQLite refused.
    #[error("the database cannot be opened: {0}")]
    Sqlite(rusqlite::Error),
    /// The file is damaged. It was not touched.
    #[error(
        "数据库已损坏，未作任何改动（the database is damaged; it was not touched）: {0}。\
         请勿删除任何文件；先把整个数据目录复制到别处，再用 wangge-relay verify-backup 检查最近的备份、\
         用 restore 恢复；其后的数据由手机补回；恢复之前只想查看时用 wangge-relay serve --read-only（delete nothing, copy the whole folder, restore the \
         newest backup: phones bring back what came after it; to look at what is left: serve --read-only）"
    )]
    Damaged(String),
    /// The file could not be made private.
    #[error("the database file cannot be made private: {0}")]
    File(std::io::Error),
    /// The writer's thread could not be started.
    #[error("the writer cannot be started: {0}")]
    Thread(#[from] std::io::Error),
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged(error.to_string())
            }
            _ => Self::Sqlite(error),
        }
    }
}

/// The relay's database in one SQLite file.
pub struct SqliteDatabase {
    pub(super) writer: Arc<Writer>,
    pub(super) readers: Readers,
    tenants: RwLock<HashMap<TenantId, i64>>,
    /// This process among those that open the file.
    instance: [u8; 16],
    /// Leases of jobs that it took, by tenant.
    jobs: Mutex<BTreeSet<(i64, String)>>,
}

impl SqliteDatabase {
    /// Opens or makes the file and brings its schema to this build's version.
    pub fn open(path: &Path, now: Timestamp) -> Result<Self, OpenError> {
        if rusqlite::version_number() < 3_051_003 {
            return Err(OpenError::OldSqlite(rusqlite::version().to_owned()));
        }
        if path.exists() {
            require_sound(path)?;
        }
        // The log and the index beside it take over its mode.
        private_file(path).map_err(OpenError::File)?;
        let mut connection = open_writer(path)?;
        migrate(&mut connection, now.0)?;
        // Proves that readers can be opened before anybody is told that the relay is ready.
        drop(open_reader(path)?);
        Ok(Self {
            writer: Arc::new(Writer::start(connection)?),
            readers: Readers::new(path.to_owned()),
            tenants: RwLock::new(HashMap::new()),
            instance: rand::random(),
            jobs: Mutex::default(),
        })
    }

    /// The short number of a tenant.
    pub(super) fn number(&self, tenant: TenantId) -> Result<i64, StoreError> {
        let known = self.tenants.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(number) = known.get(&tenant) {
            return Ok(*number);
        }
        drop(known);
        let number: Option<i64> = self
            .readers
            .get()?
            .query_row(
                "SELECT number FROM tenant WHERE tenant = ?1",
                [tenant.as_bytes()],
                |row| row.get(0),
            )
            .optional()
            .map_err(failed)?;
        let number = number.ok_or_else(|| StoreError::Failed("no such tenant".to_owned()))?;
        self.tenants
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(tenant, number);
        Ok(number)
    }

    pub(super) fn reader(&self) -> Result<Reader, StoreError> {
        self.readers.get()
    }

    pub(super) fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.writer
            .write(move |connection| work(connection).map_err(failed))
    }

    /// The same for work whose steps give errors of the store.
    pub(super) fn write_whole<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.writer.write(work)
    }
}

impl RelayDatabase for SqliteDatabase {
    fn turn(&self, tenant: TenantId) -> Result<Box<dyn RelayStore + Send>, StoreError> {
        let number = self.number(tenant)?;
        let turn = SqliteTurn::begin(
            tenant,
            number,
            self.readers.get()?,
            Arc::clone(&self.writer),
        )?;
        Ok(Box::new(turn))
    }

    fn check(&self) -> Result<(), StoreError> {
        let reader = self.reader()?;
        reader
            .query_row("SELECT count(*) FROM tenant", [], |row| {
                row.get::<_, i64>(0)
            })
            .map_err(failed)?;
        self.write(|_| Ok(()))
    }

    fn stop_writing(&self) {
        self.writer.stop();
    }

    fn overwrite_blanked(&self, tenant: TenantId) -> Result<bool, StoreError> {
        self.overwrite(tenant)
    }

    fn take_job(&self, tenant: TenantId, job: &str, for_ms: i64) -> Result<bool, StoreError> {
        let number = self.number(tenant)?;
        let taken = (number, job.to_owned());
        let lock = || self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        if lock().contains(&taken) {
            // Nobody else asks: no disk is woken to say so again.
            return Ok(true);
        }
        let (job, instance) = (job.to_owned(), self.instance);
        // One process serves a file: the one that asks. What another left behind is void.
        let written = self.write(move |connection| {
            connection
                .prepare_cached(
                    "INSERT INTO job_lease (tenant, job, holder, held_until)
                     VALUES (?1, ?2, ?3, CAST(unixepoch('subsec') * 1000 AS INTEGER) + ?4)
                     ON CONFLICT (tenant, job) DO UPDATE SET
                       holder = excluded.holder, held_until = excluded.held_until",
                )?
                .execute((number, job, instance, for_ms))
        })?;
        lock().insert(taken);
        Ok(written == 1)
    }

    fn leave_job(&self, tenant: TenantId, job: &str) -> Result<(), StoreError> {
        let number = self.number(tenant)?;
        let (job, instance) = (job.to_owned(), self.instance);
        self.jobs
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&(number, job.clone()));
        self.write(move |connection| {
            connection
                .execute(
                    "DELETE FROM job_lease WHERE tenant = ?1 AND job = ?2 AND holder = ?3",
                    (number, job, instance),
                )
                .map(drop)
        })
    }

    fn begin_epoch(&self, tenant: TenantId) -> Result<(), StoreError> {
        let number = self.number(tenant)?;
        self.write(move |connection| {
            connection
                .execute(
                    "UPDATE stream SET epoch = epoch + 1 WHERE tenant = ?1",
                    [number],
                )
                .map(drop)
        })
    }

    fn note_job(&self, tenant: TenantId, note: &JobNote) -> Result<(), StoreError> {
        let number = self.number(tenant)?;
        let note = note.clone();
        self.write(move |connection| {
            connection
                .prepare_cached(
                    "INSERT INTO job_log (tenant, at, job, note) VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute((number, note.at.0, note.job, note.note))
                .map(drop)
        })
    }

    fn job_notes(&self, tenant: TenantId, limit: u32) -> Result<Vec<JobNote>, StoreError> {
        let number = self.number(tenant)?;
        let reader = self.reader()?;
        let mut statement = reader
            .prepare_cached(
                "SELECT at, job, note FROM job_log WHERE tenant = ?1
                 ORDER BY number DESC LIMIT ?2",
            )
            .map_err(failed)?;
        let rows = statement
            .query_map((number, limit), |row| {
                Ok(JobNote {
                    at: Timestamp(row.get(0)?),
                    job: row.get(1)?,
                    note: row.get(2)?,
                })
            })
            .map_err(failed)?;
        rows.collect::<rusqlite::Result<_>>().map_err(failed)
    }

    fn setting(&self, tenant: TenantId, key: &str) -> Result<Option<String>, StoreError> {
        let number = self.number(tenant)?;
        self.reader()?
            .query_row(
                "SELECT value FROM setting WHERE tenant = ?1 AND key = ?2",
                (number, key),
                |row| row.get(0),
            )
            .optional()
            .map_err(failed)
    }

    fn set_setting(&self, tenant: TenantId, key: &str, value: &str) -> Result<(), StoreError> {
        let number = self.number(tenant)?;
        let (key, value) = (key.to_owned(), value.to_owned());
        self.write(move |connection| {
            connection
                .execute(
                    "INSERT INTO setting (tenant, key, value) VALUES (?1, ?2, ?3)
                     ON CONFLICT (tenant, key) DO UPDATE SET value = excluded.value",
                    (number, key, value),
                )
                .map(drop)
        })
    }
}
