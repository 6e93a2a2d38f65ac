use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::TenantId;
use wangge_sync_engine::store::StoreError;

use super::PostgresDatabase;
use super::convert::{digest, from_sql};
use super::error::PostgresError;
use super::session::column;
use crate::backup::{TRIAL_KEY, TrialReport};
use crate::healing::HEALING_KEY;
use crate::jobs::STOPPED_KEY;
use crate::metrics::LAST_BACKUP_KEY;
use crate::store::sqlite::{FileBlob, FileState};
use crate::store::{RelayDatabase as _, TenantStore as _};
use crate::webhooks::WEBHOOK_SETTINGS;

/// What a database on a server says of a tenant（服务器数据库实况）, read without changing anything. Whether the
/// database itself is sound is told by its own tools.
///
/// # Errors
/// The server cannot be reached, or has no such tenant.
pub(crate) fn examine_server(url: &str, tenant: TenantId) -> Result<FileState, PostgresError> {
    let database = PostgresDatabase::connect(url)?;
    Ok(state_of(&database, tenant)?)
}

fn state_of(database: &PostgresDatabase, tenant: TenantId) -> Result<FileState, StoreError> {
    let tenants = database.tenants()?;
    let setting = |key: &str| -> Result<Option<String>, StoreError> {
        let found = database.setting(tenant, key)?;
        Ok(found.filter(|text| !text.is_empty()))
    };
    let (jobs_stopped, healing) = (setting(STOPPED_KEY)?, setting(HEALING_KEY)?);
    let (last_backup, trial) = (setting(LAST_BACKUP_KEY)?, setting(TRIAL_KEY)?);
    let (session, number) = database.of(tenant)?;
    let newest = "SELECT max(received_at) FROM stream WHERE tenant = $1";
    let newest_row_at: Option<i64> = match session.first(newest, &[&number])? {
        Some(row) => column(&row, 0)?,
        None => None,
    };
    let mut used_keys = BTreeSet::new();
    let keys = "SELECT public_key FROM service_key WHERE tenant = $1";
    for row in session.query(keys, &[&number])? {
        let key: Vec<u8> = column(&row, 0)?;
        used_keys.extend(<[u8; 32]>::try_from(key).ok());
    }
    let mut blobs = Vec::new();
    let held = "SELECT digest, size FROM blob WHERE tenant = $1";
    for row in session.query(held, &[&number])? {
        blobs.push(FileBlob {
            tenant,
            digest: digest(column(&row, 0)?)?,
            size: from_sql(column(&row, 1)?),
        });
    }
    let mut webhooks: BTreeMap<String, String> = BTreeMap::new();
    let told = "SELECT key, value FROM setting WHERE tenant = $1 AND starts_with(key, $2)";
    for row in session.query(told, &[&number, &WEBHOOK_SETTINGS])? {
        webhooks.insert(column(&row, 0)?, column(&row, 1)?);
    }
    Ok(FileState {
        newest_row_at,
        demo: tenants.iter().any(|row| row.tenant == tenant && row.demo),
        blobs,
        jobs_stopped,
        healing: healing.is_some(),
        last_backup_at: last_backup.and_then(|text| text.parse().ok()),
        trial: TrialReport::read(trial),
        used_keys,
        webhooks,
    })
}
