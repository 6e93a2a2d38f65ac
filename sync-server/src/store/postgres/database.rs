use std::any::Any;
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use tokio::runtime::Runtime;
use wangge_domain::{TenantId, Timestamp};
use wangge_sync_engine::store::{RelayStore, StoreError};

use super::error::PostgresError;
use super::listen::Listener;
use super::migrate::migrate;
use super::pool::{Loan, Pool};
use super::session::{ACROSS, Session, column};
use super::shipping_turn::ShippingTurn;
use super::target::Target;
use super::turn::PostgresTurn;
use crate::store::{HeadListener, JobNote, RelayDatabase};

/// How long one host of the list is tried.
const CONNECT: Duration = Duration::from_secs(3);
/// How long a host may leave what was sent to it unacknowledged.
const SILENCE: Duration = Duration::from_secs(10);

/// The relay's data in a PostgreSQL database（PostgreSQL 存储）, which several relays may share.
///
/// Calls wait on the caller's thread, and from any: the driver runs on a small runtime of its own.
pub struct PostgresDatabase {
    pub(super) pool: Arc<Pool>,
    target: Target,
    /// This process among those that share the database.
    pub(super) instance: [u8; 16],
    tenants: RwLock<HashMap<TenantId, i64>>,
    /// `None` only while it is dropped.
    runtime: Option<Runtime>,
}

impl PostgresDatabase {
    /// Connects and brings the schema to this build's version.
    pub fn open(url: &str, now: Timestamp) -> Result<Self, PostgresError> {
        let database = Self::connect(url)?;
        let session = database.pool.get()?;
        check_server(&session)?;
        migrate(&session, now)?;
        drop(session);
        Ok(database)
    }

    /// The same without a look at the server or its schema: nothing is changed.
    pub(super) fn connect(url: &str) -> Result<Self, PostgresError> {
        let mut target = Target::read(url)?;
        let config = &mut target.config;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT);
        }
        config
            .tcp_user_timeout(SILENCE)
            .keepalives_idle(SILENCE)
            .application_name("wangge-relay");
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("relay-postgres")
            .enable_all()
            .build()?;
        let pool = Pool::new(target.clone(), runtime.handle().clone());
        Ok(Self {
            pool,
            target,
            instance: rand::random(),
            tenants: RwLock::new(HashMap::new()),
            runtime: Some(runtime),
        })
    }

    /// The short number of a tenant.
    pub(super) fn number(&self, tenant: TenantId) -> Result<i64, StoreError> {
        let known = self.tenants.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(number) = known.get(&tenant) {
            return Ok(*number);
        }
        drop(known);
        let number: i64 = self
            .across()?
            .first(
                "SELECT number FROM tenant WHERE tenant = $1",
                &[&tenant.as_bytes().as_slice()],
            )?
            .ok_or_else(|| StoreError::Failed("no such tenant".to_owned()))
            .and_then(|row| column(&row, 0))?;
        self.tenants
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(tenant, number);
        Ok(number)
    }

    /// A connection that speaks for a tenant, and the tenant's number.
    pub(super) fn of(&self, tenant: TenantId) -> Result<(Loan, i64), StoreError> {
        let number = self.number(tenant)?;
        let session = self.pool.get()?;
        session.speak_for(number)?;
        Ok((session, number))
    }

    /// A connection for work across tenants.
    pub(super) fn across(&self) -> Result<Loan, StoreError> {
        let session = self.pool.get()?;
        session.speak_for(ACROSS)?;
        Ok(session)
    }

    pub(super) fn runtime(&self) -> &Runtime {
        self.runtime
            .as_ref()
            .expect("the runtime is taken only when the database is dropped")
    }
}

impl Drop for PostgresDatabase {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // Not waited for: this may be a thread of another runtime.
            runtime.shutdown_background();
        }
    }
}

fn check_server(session: &Session) -> Result<(), PostgresError> {
    let role = "SELECT rolname::text, rolsuper OR rolbypassrls, current_setting('server_encoding')
                FROM pg_roles WHERE rolname = current_user";
    let row = session
        .first(role, &[])?
        .ok_or_else(|| StoreError::Failed("the server does not know its user".to_owned()))?;
    let (name, sees_all, encoding): (String, bool, String) =
        (column(&row, 0)?, column(&row, 1)?, column(&row, 2)?);
    if sees_all {
        return Err(PostgresError::TooPowerful(name));
    }
    if encoding != "UTF8" {
        return Err(PostgresError::Encoding(encoding));
    }
    Ok(())
}

impl RelayDatabase for PostgresDatabase {
    fn turn(&self, tenant: TenantId) -> Result<Box<dyn RelayStore + Send>, StoreError> {
        let number = self.number(tenant)?;
        let turn = PostgresTurn::begin(tenant, number, self.instance, self.pool.get()?)?;
        Ok(Box::new(turn))
    }

    fn bytes_on_server(&self) -> Result<Option<u64>, StoreError> {
        let row = self
            .across()?
            .first("SELECT pg_database_size(current_database())", &[])?;
        let bytes: Option<i64> = row.map(|row| column(&row, 0)).transpose()?;
        Ok(bytes.and_then(|bytes| u64::try_from(bytes).ok()))
    }

    fn check(&self) -> Result<(), StoreError> {
        // A standby answers reads as well: what is asked is whether writes are taken.
        let session = self.across()?;
        let standby =
            "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::bool";
        let row = session.first(standby, &[])?;
        let is_standby: bool = row.map_or(Ok(true), |row| column(&row, 0))?;
        if is_standby {
            return Err(StoreError::Failed(
                "the database takes no writes".to_owned(),
            ));
        }
        session.first("SELECT count(*) FROM tenant", &[]).map(drop)
    }

    fn mirror(
        &self,
        tenant: TenantId,
        file: &Path,
        all: bool,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        super::mirror::mirror(self, tenant, file, all, now)?;
        Ok(true)
    }

    fn ship_alone(&self, tenant: TenantId) -> Result<Option<Box<dyn Any>>, StoreError> {
        let turn = ShippingTurn::take(self, tenant)?;
        Ok(turn.map(|turn| Box::new(turn) as Box<dyn Any>))
    }

    fn begin_epoch(&self, tenant: TenantId) -> Result<(), StoreError> {
        let (session, number) = self.of(tenant)?;
        session
            .execute(
                "UPDATE stream SET epoch = epoch + 1 WHERE tenant = $1",
                &[&number],
            )
            .map(drop)
    }

    fn note_job(&self, tenant: TenantId, note: &JobNote) -> Result<(), StoreError> {
        let (session, number) = self.of(tenant)?;
        session
            .execute(
                "INSERT INTO job_log (tenant, at, job, note) VALUES ($1, $2, $3, $4)",
                &[&number, &note.at.0, &note.job, &note.note],
            )
            .map(drop)
    }

    fn job_notes(&self, tenant: TenantId, limit: u32) -> Result<Vec<JobNote>, StoreError> {
        let (session, number) = self.of(tenant)?;
        let rows = session.query(
            "SELECT at, job, note FROM job_log WHERE tenant = $1 ORDER BY number DESC LIMIT $2",
            &[&number, &i64::from(limit)],
        )?;
        rows.iter()
            .map(|row| {
                Ok(JobNote {
                    at: Timestamp(column(row, 0)?),
                    job: column(row, 1)?,
                    note: column(row, 2)?,
                })
            })
            .collect()
    }

    fn setting(&self, tenant: TenantId, key: &str) -> Result<Option<String>, StoreError> {
        let (session, number) = self.of(tenant)?;
        session
            .first(
                "SELECT value FROM setting WHERE tenant = $1 AND key = $2",
                &[&number, &key],
            )?
            .map(|row| column(&row, 0))
            .transpose()
    }

    fn set_setting(&self, tenant: TenantId, key: &str, value: &str) -> Result<(), StoreError> {
        let (session, number) = self.of(tenant)?;
        session
            .execute(
                "INSERT INTO setting (tenant, key, value) VALUES ($1, $2, $3)
                 ON CONFLICT (tenant, key) DO UPDATE SET value = excluded.value",
                &[&number, &key, &value],
            )
            .map(drop)
    }

    fn take_job(&self, tenant: TenantId, job: &str, for_ms: i64) -> Result<bool, StoreError> {
        let (session, number) = self.of(tenant)?;
        super::leases::take(&session, number, job, &self.instance, for_ms)
    }

    fn leave_job(&self, tenant: TenantId, job: &str) -> Result<(), StoreError> {
        let (session, number) = self.of(tenant)?;
        super::leases::leave(&session, number, job, &self.instance)
    }

    fn listen(&self, tenant: TenantId, tell: HeadListener) -> Result<(), StoreError> {
        Listener {
            target: self.target.clone(),
            tenant,
            number: self.number(tenant)?,
            instance: self.instance,
            tell,
        }
        .start(self.runtime().handle());
        Ok(())
    }
}
