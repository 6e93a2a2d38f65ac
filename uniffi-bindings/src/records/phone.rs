use wangge_mobile_core as core;

/// Where the data lie（设置）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Settings {
    /// Folder of this installation, out of backups; created if it is not there.
    pub folder: String,
    /// Name of the phone as the worker knows it.
    pub label: String,
}

/// What happened when the data were opened（启动情况）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct OpenReport {
    /// It was the first start in this folder.
    pub first_start: bool,
    /// A damaged database lies here, untouched; unsent work was read out of it.
    pub set_aside: Option<String>,
    /// The file of the database was gone: there was nothing to set aside or to read from.
    pub database_gone: bool,
    /// Sealed envelopes read out of it.
    pub salvaged_envelopes: u32,
    /// Unsealed edits read out of it.
    pub salvaged_edits: u32,
    /// False if some of it could not be read.
    pub salvage_complete: bool,
}

impl From<&core::OpenReport> for OpenReport {
    fn from(report: &core::OpenReport) -> Self {
        let aside = report.set_aside.as_ref();
        Self {
            first_start: report.first_start,
            set_aside: aside.map(|path| path.to_string_lossy().into_owned()),
            database_gone: report.database_gone,
            salvaged_envelopes: report.salvaged_envelopes,
            salvaged_edits: report.salvaged_edits,
            salvage_complete: report.salvage_complete,
        }
    }
}

/// Where everything is（本机状态）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Status {
    /// The phone is enrolled.
    pub enrolled: bool,
    /// Name of the tenant.
    pub tenant_name: String,
    /// The person's id; empty before enrollment.
    pub user: String,
    /// The person's name.
    pub user_name: String,
    /// Everything is for practice（演示）.
    pub demo: bool,
    /// Records with edits that are not sealed yet.
    pub drafts: u64,
    /// Sealed envelopes that wait to be sent, or for their verdict.
    pub pending: u64,
    /// Envelopes refused or set apart that nobody has looked after yet.
    pub refused: u64,
    /// Photos that can be seen: the relay holds their view copies.
    pub photos_shown: u64,
    /// Photos whose originals the relay holds.
    pub photos_complete: u64,
    /// Photos.
    pub photos: u64,
    /// Photo files that are gone though the relay never held them.
    pub photos_lost: u64,
    /// Whole days the phone may work without meeting its relay.
    pub lease_days_left: i64,
    /// The lease ends soon.
    pub lease_warning: bool,
    /// The relay's clock at the last exchange.
    pub last_sync_ms: Option<i64>,
    /// Free mebibytes.
    pub free_mib: u64,
    /// Photos are refused for want of room.
    pub low_space: bool,
    /// The data came from another phone or a backup: enroll anew.
    pub cloned: bool,
    /// The relay has locked this phone.
    pub remote_locked: bool,
    /// Everything granted to this phone was here at once.
    pub initial_sync_complete: bool,
    /// A sync is under way.
    pub syncing: bool,
}

impl From<core::Status> for Status {
    fn from(it: core::Status) -> Self {
        Self {
            enrolled: it.user.is_some(),
            tenant_name: it.tenant_name,
            user: it.user.map(|user| user.to_string()).unwrap_or_default(),
            user_name: it.user_name,
            demo: it.demo,
            drafts: it.drafts,
            pending: it.pending,
            refused: it.refused,
            photos_shown: it.views.held,
            photos_complete: it.originals.held,
            photos: it.originals.total.max(it.views.total),
            photos_lost: it.views.lost.max(it.originals.lost),
            lease_days_left: it.lease_days_left,
            lease_warning: it.lease_warning,
            last_sync_ms: it.last_sync.map(|at| at.0),
            free_mib: it.free_mib,
            low_space: it.low_space,
            cloned: it.cloned,
            remote_locked: it.remote_locked,
            initial_sync_complete: it.initial_sync_complete,
            syncing: it.syncing,
        }
    }
}

/// How the app is locked（应用锁状态）.
#[derive(Clone, Copy, Debug, uniffi::Record)]
pub struct PinState {
    /// A PIN is set.
    pub set: bool,
    /// Nothing is shown until it is unlocked.
    pub locked: bool,
    /// Milliseconds for which no PIN is taken.
    pub wait_ms: u64,
    /// A finger or a face unlocks too.
    pub platform: bool,
}

impl From<core::PinState> for PinState {
    fn from(it: core::PinState) -> Self {
        Self {
            set: it.set,
            locked: it.locked,
            wait_ms: it.wait_ms,
            platform: it.platform,
        }
    }
}

/// Somebody who shares this phone（本机人员）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct WorkerFolder {
    /// Number, from 1.
    pub slot: u32,
    /// The name on the button; not encrypted.
    pub label: String,
}

impl From<core::WorkerFolder> for WorkerFolder {
    fn from(it: core::WorkerFolder) -> Self {
        Self {
            slot: it.slot,
            label: it.label,
        }
    }
}
