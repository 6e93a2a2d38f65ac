use std::path::Path;

use wangge_sync_engine::store::StoreError;

use crate::backup::{TRIAL_KEY, TrialReport};
use crate::data_folder::DataFolder;
use crate::http::App;
use crate::jobs::STOPPED_KEY;
use crate::keys::ServiceStock;
use crate::platform::{open_handles, resident_bytes};

/// How things stand at this moment（现状）.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Gauges {
    pub(crate) wake_streams: u64,
    pub(crate) syncs_in_progress: u64,
    pub(crate) deadline_jobs_stopped: bool,
    pub(crate) healing: bool,
    pub(crate) service_keys_left: u64,
    pub(crate) disk_free_bytes: Option<u64>,
    pub(crate) database_bytes: u64,
    pub(crate) wal_bytes: u64,
    pub(crate) control_rows: u64,
    pub(crate) devices: u64,
    pub(crate) audit_lines: u64,
    pub(crate) last_backup_at: Option<i64>,
    pub(crate) trial: Option<TrialReport>,
    pub(crate) resident_bytes: Option<u64>,
    pub(crate) open_handles: Option<u64>,
}

/// Setting that holds when the newest backup was made.
pub(crate) const LAST_BACKUP_KEY: &str = "last_backup_at";

/// Reads them. Nothing here takes longer with the number of records.
pub(crate) fn gauges(app: &App, folder: &DataFolder) -> Result<Gauges, StoreError> {
    let (tenant, database) = (&app.tenant, &app.tenant.database);
    let control = tenant.control()?;
    let used = database.service_keys(tenant.id())?;
    let stock = ServiceStock::read(folder).ok();
    let left = stock.map_or(0, |stock| {
        stock.left(|key| used.iter().any(|one| one.public_key == *key))
    });
    let setting = |key: &str| database.setting(tenant.id(), key);
    let database_path = folder.database();
    Ok(Gauges {
        wake_streams: tenant.listeners() as u64,
        syncs_in_progress: app.syncs_in_progress() as u64,
        deadline_jobs_stopped: setting(STOPPED_KEY)?.is_some_and(|reason| !reason.is_empty()),
        healing: tenant.is_healing()?,
        service_keys_left: left as u64,
        disk_free_bytes: fs4::available_space(folder.root()).ok(),
        database_bytes: match database.bytes_on_server()? {
            Some(bytes) => bytes,
            None => size(&database_path),
        },
        wal_bytes: size(&database_path.with_extension("sqlite-wal")),
        control_rows: control.seq,
        devices: control
            .devices
            .values()
            .filter(|held| held.revoked.is_none())
            .count() as u64,
        audit_lines: app.audit.head().map_or(0, |(seq, _)| seq),
        last_backup_at: setting(LAST_BACKUP_KEY)?.and_then(|text| text.parse().ok()),
        trial: TrialReport::read(setting(TRIAL_KEY)?),
        resident_bytes: resident_bytes(),
        open_handles: open_handles(),
    })
}

fn size(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |found| found.len())
}
