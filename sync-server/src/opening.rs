use std::str::FromStr as _;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use wangge_domain::control::{ControlEvent, ControlState, DeviceEnrollment};
use wangge_domain::{DeviceId, TenantId, UserId};
use wangge_protocol::SecretKey;
use wangge_sync_engine::relay::control;
use wangge_sync_engine::store::StoreError;

use crate::clock::{Clock, FileClock, SystemClock};
use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::healing::HEALING_KEY;
use crate::jobs::{JOBS_LEASE, LEASE_MS};
use crate::keys::{KeyInUse, ServiceStock, StockedKey};
use crate::relay::ClockChoice;
use crate::store::{RelayDatabase, ServiceKeyRow, TenantRow};
use crate::store_choice::StoreChoice;
use crate::tenant::{HeadNews, Tenant};
use crate::witness::look_at_witness;

/// Setting that holds where the relay last listened.
pub(crate) const LISTENING_KEY: &str = "listening";
/// Short id of the service device; phones get longer ones without this letter order.
pub(crate) const SERVICE_SHORT_ID: &str = "RELAY";

/// Which service key to work with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ServiceUse {
    /// A fresh one: the relay starts.
    Fresh,
    /// The one in use: an admin command beside a relay.
    Current,
}

/// The clock asked for.
pub(crate) fn choose_clock(choice: ClockChoice) -> Result<Arc<dyn Clock>, RelayStartError> {
    Ok(match choice {
        ClockChoice::System => Arc::new(SystemClock::new()),
        ClockChoice::File(path) => Arc::new(FileClock::open(&path)?),
        ClockChoice::Given(clock) => clock,
    })
}

/// Opens the data folder and the tenant in it.
pub(crate) fn open_tenant(
    folder: &DataFolder,
    clock: Arc<dyn Clock>,
    service: ServiceUse,
    listening: Option<&str>,
) -> Result<Arc<Tenant>, RelayStartError> {
    folder.require_initialized()?;
    let database = StoreChoice::of(folder)?.open(&folder.database(), clock.now())?;
    let mut row = own_tenant(folder, database.tenants()?)?
        .ok_or_else(|| RelayStartError::NotInitialized(folder.root().display().to_string()))?;
    if clock.is_demo() && !row.demo {
        return Err(RelayStartError::ClockNotAllowed);
    }
    if row.address.is_empty() {
        row.address = match listening {
            Some(address) => address.to_owned(),
            None => database
                .setting(row.tenant, LISTENING_KEY)?
                .unwrap_or_default(),
        };
    }
    let stock = ServiceStock::read(folder)?;
    if service == ServiceUse::Fresh {
        look_at_witness(
            &folder.witness(),
            database.as_ref(),
            row.tenant,
            clock.now(),
        )?;
    }
    // A fresh key is introduced by a row of its own, which would stand in the way of those that
    // devices bring back.
    let is_healing = database
        .setting(row.tenant, HEALING_KEY)?
        .is_some_and(|text| !text.is_empty());
    // Relays that share a store share the service key of the one that came first.
    let is_first =
        service == ServiceUse::Current || database.take_job(row.tenant, JOBS_LEASE, LEASE_MS)?;
    let service = if is_healing || !is_first {
        ServiceUse::Current
    } else {
        service
    };
    let (key, is_fresh) = service_key(&stock, database.as_ref(), &row, service)?;
    let certified = stock.public_keys();
    let in_use = KeyInUse::new(stock, key.key.clone(), !is_fresh);
    let tenant = Tenant::new(row, database, clock, in_use, certified);
    tenant.healing.store(is_healing, Ordering::Release);
    if listening.is_some() {
        require_policies(&tenant)?;
    }
    if is_fresh {
        introduce(&tenant, &key)?;
    }
    Ok(Arc::new(tenant))
}

/// A relay that cannot judge by its rules does not serve: it would refuse all work one by one, and
/// a code taken for an enrollment would be lost. A pack that is still to come, after a restore, is
/// none that is damaged.
fn require_policies(tenant: &Tenant) -> Result<(), RelayStartError> {
    for (revision, ..) in &tenant.control()?.policies {
        let is_here = tenant.database.policy(tenant.id(), *revision)?.is_some();
        if is_here && tenant.policy_of(*revision).is_none() {
            return Err(RelayStartError::PolicyDamaged(*revision));
        }
    }
    Ok(())
}

/// From now on wake streams hear of heads that another relay of the same store moves.
pub(crate) fn open_ears(tenant: &Arc<Tenant>) -> Result<(), StoreError> {
    let heard_by = Arc::downgrade(tenant);
    let tell = move |stream, head| {
        if let Some(tenant) = heard_by.upgrade() {
            tenant.announce(HeadNews { stream, head });
        }
    };
    tenant.database.listen(tenant.id(), Box::new(tell))
}

/// The tenant of a folder: of one file the first, of a shared database the one noted at `init`.
fn own_tenant(
    folder: &DataFolder,
    tenants: Vec<TenantRow>,
) -> Result<Option<TenantRow>, RelayStartError> {
    let mark = folder.on_postgres();
    if !mark.exists() {
        return Ok(tenants.into_iter().next());
    }
    let text = std::fs::read_to_string(&mark)
        .map_err(|error| RelayStartError::file(&mark, error.to_string()))?;
    let own = TenantId::from_str(text.trim())
        .map_err(|_| RelayStartError::file(&mark, "no id of a tenant stands in it"))?;
    Ok(tenants.into_iter().find(|row| row.tenant == own))
}

fn service_key(
    stock: &ServiceStock,
    database: &dyn RelayDatabase,
    row: &TenantRow,
    service: ServiceUse,
) -> Result<(StockedKey, bool), RelayStartError> {
    let used = database.service_keys(row.tenant)?;
    let current = used
        .iter()
        .rfind(|one| one.introduced != ServiceKeyRow::LEARNED)
        .and_then(|last| stock.secret_of(&last.public_key));
    if service == ServiceUse::Current
        && let Some(current) = current
    {
        return Ok((current, false));
    }
    let is_used = |key: &_| used.iter().any(|one| one.public_key == *key);
    if let Some(fresh) = stock.fresh(is_used) {
        let left = stock.left(is_used);
        if left < 16 {
            tracing::warn!(
                left,
                "few certified service keys are left: run `wangge-relay certify`"
            );
        }
        return Ok((fresh, true));
    }
    tracing::warn!("no certified service key is left: the last one stays in use");
    current
        .map(|current| (current, false))
        .ok_or_else(|| RelayStartError::invalid("没有可用的服务密钥：keys 目录里的密钥不在或没有根密钥的证书，请从备份恢复 keys 目录（no certified service key: bring the folder keys back from a backup）"))
}

/// Writes a fresh service key into the control stream, signed by itself; its certificate by the
/// root key travels with the pages.
pub(crate) fn introduce(tenant: &Tenant, key: &StockedKey) -> Result<(), RelayStartError> {
    let introduced = tenant.turn(|context| {
        let enrollment = service_enrollment(context.control, &key.key, tenant);
        let commit = control(context, &ControlEvent::DeviceEnrolled(enrollment))?;
        let seq = commit.rows.last().map_or(0, |row| row.row.seq);
        Ok((seq, commit))
    })?;
    tenant.service_key_is_introduced();
    tenant.database.add_service_key(
        tenant.id(),
        &ServiceKeyRow {
            public_key: key.key.public(),
            certificate: key.certificate,
            introduced,
            taken_at: tenant.now(),
        },
    )?;
    Ok(())
}

/// The service device keeps its id; only its key changes.
fn service_enrollment(
    control: &ControlState,
    key: &SecretKey,
    tenant: &Tenant,
) -> DeviceEnrollment {
    let mut held = control.devices.values().map(|held| &held.enrollment);
    let before = held.rfind(|enrollment| enrollment.relay_service);
    let (device, user) = before.map_or_else(
        || {
            let now = tenant.now().0;
            (
                DeviceId::mint(now, rand::random()),
                UserId::mint(now, rand::random()),
            )
        },
        |enrollment| (enrollment.device, enrollment.user),
    );
    DeviceEnrollment {
        device,
        user,
        algorithm: 1,
        public_key: key.public().to_hex(),
        short_id: SERVICE_SHORT_ID.to_owned(),
        label: "中继".to_owned(),
        relay_service: true,
    }
}
