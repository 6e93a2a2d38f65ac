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
    /// Photo files whose rows were read out of it.
    pub salvaged_photos: u32,
    /// Pages of it that are damaged: what stood on them comes back with the next sync, unless it
    /// was never sent.
    pub damaged_pages: u32,
    /// Pages it had.
    pub pages: u32,
    /// False if some of it could not be read.
    pub salvage_complete: bool,
    /// Photo files whose rows were lost and that were found again by what stands in them.
    pub found_photos: u32,
    /// Photo files whose keys were lost with a database: they stay in the trash folder.
    pub files_without_key: u32,
    /// Photo files that no row named: moved to the trash folder.
    pub files_to_trash: u32,
    /// Photo files that are gone: say so, for nothing brings back what the relay never held.
    pub files_missing: u32,
    /// The trash folder.
    pub trash_folder: String,
}

impl From<&core::OpenReport> for OpenReport {
    fn from(report: &core::OpenReport) -> Self {
        let core::OpenReport {
            first_start,
            set_aside,
            database_gone,
            salvaged_envelopes,
            salvaged_edits,
            salvaged_photos,
            found_photos,
            files_without_key,
            trash_folder,
            damaged_pages,
            pages,
            salvage_complete,
            files_to_trash,
            files_missing,
        } = report.clone();
        Self {
            first_start,
            set_aside: set_aside.map(|path| path.to_string_lossy().into_owned()),
            database_gone,
            salvaged_envelopes,
            salvaged_edits,
            salvaged_photos,
            damaged_pages,
            pages,
            salvage_complete,
            found_photos,
            files_without_key,
            files_to_trash,
            files_missing,
            trash_folder: trash_folder.to_string_lossy().into_owned(),
        }
    }
}

/// Where everything is（本机状态）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Status {
    /// The phone is enrolled.
    pub enrolled: bool,
    /// Id of the tenant; empty before enrollment.
    pub tenant: String,
    /// Name of the tenant.
    pub tenant_name: String,
    /// The person's id; empty before enrollment.
    pub user: String,
    /// The person's name.
    pub user_name: String,
    /// Id of this installation; empty before enrollment.
    pub device: String,
    /// Everything is for practice（演示）.
    pub demo: bool,
    /// Records with edits that are not sealed yet.
    pub drafts: u64,
    /// Own records that were returned（退回）and wait to be corrected and submitted again.
    pub returned: u64,
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
    /// Thumbnails, by where they are.
    pub thumbnails: BlobCount,
    /// View copies, by where they are.
    pub views: BlobCount,
    /// Originals, by where they are.
    pub originals: BlobCount,
    /// Originals kept here whose record is not on this phone, since it was lost with a database: an
    /// export holds them.
    pub unfiled: u64,
    /// Whole days the phone may work without meeting its relay.
    pub lease_days_left: i64,
    /// The lease ends soon.
    pub lease_warning: bool,
    /// Days until the first of the person's certificates ends（证书到期）; negative once the one for
    /// inspections has ended, absent without one.
    pub certificate_days_left: Option<i64>,
    /// A certificate ends soon or has ended.
    pub certificate_warning: bool,
    /// The phone's clock does not fit what the relay said: what to put right first.
    pub clock: Option<ClockDoubt>,
    /// The relay's clock at the last exchange.
    pub last_sync_ms: Option<i64>,
    /// Revision of the policy pack in force; 0 before enrollment.
    pub policy_revision: u32,
    /// Free mebibytes.
    pub free_mib: u64,
    /// Photos are refused for want of room.
    pub low_space: bool,
    /// The database was lost or damaged and is not back yet（恢复中）: lists are not whole until the next
    /// sync, and nothing new is sealed.
    pub recovering: bool,
    /// The data came from another phone or a backup: enroll anew.
    pub cloned: bool,
    /// The relay has locked this phone.
    pub remote_locked: bool,
    /// Everything granted to this phone was here at once.
    pub initial_sync_complete: bool,
    /// Grids whose records here are not the relay's although the log is（比对不一致）, by the last
    /// comparison: a mistake of one of the two programs.
    pub diverged: u64,
    /// A sync is under way.
    pub syncing: bool,
}

impl From<core::Status> for Status {
    fn from(it: core::Status) -> Self {
        let core::Status {
            tenant,
            tenant_name,
            user,
            user_name,
            device,
            demo,
            drafts,
            returned,
            pending,
            refused,
            thumbnails,
            views,
            originals,
            unfiled,
            lease_days_left,
            lease_warning,
            certificate_days_left,
            certificate_warning,
            clock,
            last_sync,
            policy_revision,
            free_mib,
            low_space,
            recovering,
            cloned,
            remote_locked,
            initial_sync_complete,
            diverged,
            syncing,
        } = it;
        Self {
            enrolled: user.is_some(),
            tenant: tenant.map(|id| id.to_string()).unwrap_or_default(),
            tenant_name,
            user: user.map(|user| user.to_string()).unwrap_or_default(),
            user_name,
            device: device.map(|id| id.to_string()).unwrap_or_default(),
            demo,
            drafts,
            returned,
            pending,
            refused,
            photos_shown: views.held,
            photos_complete: originals.held,
            photos: originals.total.max(views.total),
            photos_lost: views.lost.max(originals.lost),
            thumbnails: thumbnails.into(),
            views: views.into(),
            originals: originals.into(),
            unfiled,
            lease_days_left,
            lease_warning,
            certificate_days_left,
            certificate_warning,
            clock: clock.map(Into::into),
            last_sync_ms: last_sync.map(|at| at.0),
            policy_revision,
            free_mib,
            low_space,
            recovering,
            cloned,
            remote_locked,
            initial_sync_complete,
            diverged,
            syncing,
        }
    }
}

/// Photo files by where they are（照片传送情况）: `held` of `total` are on the relay.
#[derive(Clone, Copy, Debug, uniffi::Record)]
pub struct BlobCount {
    /// Known to this phone.
    pub total: u64,
    /// Held by the relay, verified.
    pub held: u64,
    /// Gone from this phone though the relay never held them.
    pub lost: u64,
}

impl From<core::BlobCount> for BlobCount {
    fn from(it: core::BlobCount) -> Self {
        let core::BlobCount { total, held, lost } = it;
        Self { total, held, lost }
    }
}

/// The phone's clock does not fit what the relay said（时钟疑问）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct ClockDoubt {
    /// What the phone's clock shows.
    pub shown_ms: i64,
    /// The relay's time when it was last heard of.
    pub last_contact_ms: i64,
    /// Whole days by which it is ahead; behind: negative. Where that cannot be told, the days since
    /// the last contact.
    pub days: i64,
    /// It is the clock for certain; else the phone may have been away for so long.
    pub certain: bool,
    /// The same in Chinese: ready to be shown.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

impl From<core::ClockDoubt> for ClockDoubt {
    fn from(it: core::ClockDoubt) -> Self {
        let (zh, en) = (it.zh(), it.en());
        let core::ClockDoubt {
            shown,
            last_contact,
            days,
            certain,
        } = it;
        Self {
            shown_ms: shown.0,
            last_contact_ms: last_contact.0,
            days,
            certain,
            zh,
            en,
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
        let core::PinState {
            set,
            locked,
            wait_ms,
            platform,
        } = it;
        Self {
            set,
            locked,
            wait_ms,
            platform,
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
        let core::WorkerFolder { slot, label } = it;
        Self { slot, label }
    }
}
