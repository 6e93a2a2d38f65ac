use std::sync::atomic::Ordering;

use wangge_domain::{DeviceId, TenantId, Timestamp, UserId};
use wangge_sync_engine::store::ClientStore as _;

use crate::clock_doubt::ClockDoubt;
use crate::error::CoreError;
use crate::facade::{Core, poisoned};
use crate::store::BlobRole;

const MIB: u64 = 1024 * 1024;

/// Where everything is（本机状态）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// Whose data; `None` before enrollment.
    pub tenant: Option<TenantId>,
    /// Name of the tenant.
    pub tenant_name: String,
    /// The person.
    pub user: Option<UserId>,
    /// The person's name.
    pub user_name: String,
    /// The installation.
    pub device: Option<DeviceId>,
    /// Everything is for practice or a demonstration（演示）.
    pub demo: bool,
    /// Records with edits that are not sealed yet.
    pub drafts: u64,
    /// Own records that were returned（退回）and wait to be corrected and submitted again.
    pub returned: u64,
    /// Sealed envelopes that wait to be sent, or for their verdict.
    pub pending: u64,
    /// Envelopes refused or set apart that nobody has looked after yet.
    pub refused: u64,
    /// Thumbnails on this phone and on the relay.
    pub thumbnails: BlobCount,
    /// View copies: what makes a photo *shown*.
    pub views: BlobCount,
    /// Originals: what makes a photo *complete*.
    pub originals: BlobCount,
    /// Originals kept here whose record is not on this phone, since it was lost with a database: an
    /// export holds them.
    pub unfiled: u64,
    /// Whole days the phone may work without meeting its relay; negative: it has run out.
    pub lease_days_left: i64,
    /// The lease ends soon, by the policy's measure.
    pub lease_warning: bool,
    /// Days until the first of the person's certificates ends（证书到期）: 0 on its last day, negative
    /// once the one for inspections has ended; `None`: there is none.
    pub certificate_days_left: Option<i64>,
    /// A certificate ends soon or has ended, by the policy's measure.
    pub certificate_warning: bool,
    /// The phone's clock does not fit what the relay said: what to put right first.
    pub clock: Option<ClockDoubt>,
    /// The relay's clock at the last exchange; `None`: never.
    pub last_sync: Option<Timestamp>,
    /// Revision of the policy pack in force.
    pub policy_revision: u32,
    /// Free mebibytes on the disk.
    pub free_mib: u64,
    /// There is little room, or the reserve for small writes is used up: photos are refused.
    pub low_space: bool,
    /// The database was lost or damaged and is not back yet: lists are not whole until the next
    /// sync, and nothing new is sealed.
    pub recovering: bool,
    /// The data came from another phone or a backup: enroll anew.
    pub cloned: bool,
    /// The relay has locked this phone（远程锁定）: it syncs, and shows nothing else.
    pub remote_locked: bool,
    /// Everything granted to this phone was here as a whole: lists are the whole（首次同步完成）. Of a
    /// grid that is granted later it is false again until that grid is here.
    pub initial_sync_complete: bool,
    /// Grids whose records here are not the relay's although the log is（比对不一致）, by the last
    /// comparison: a mistake of one of the two programs.
    pub diverged: u64,
    /// A sync is under way.
    pub syncing: bool,
}

/// Photo files by where they are（照片传送情况）: `held` of `total` are on the relay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BlobCount {
    /// Known to this phone.
    pub total: u64,
    /// Held by the relay, verified.
    pub held: u64,
    /// Gone from this phone though the relay never held them.
    pub lost: u64,
}

impl Core {
    /// Whether this phone is enrolled for a demonstration, whose time is made up.
    pub(super) fn is_demo(&self) -> Result<bool, CoreError> {
        let keyring = self.inner.keyring.lock().map_err(|_| poisoned())?;
        Ok(keyring.card.as_ref().is_some_and(|card| card.demo))
    }

    /// What is where: drafts, pending, on the relay, refused; photos; lease; space（状态）. Derived
    /// from what the relay acknowledged, never from a flag set before sending.
    ///
    /// # Errors
    /// The store failed, or [`CoreError::Paused`].
    pub fn status(&self) -> Result<Status, CoreError> {
        let store = &self.inner.store;
        let session = match self.session_even_locked() {
            Ok(session) => Some(session),
            Err(CoreError::NotEnrolled) => None,
            Err(error) => return Err(error),
        };
        let tenant_name = {
            let keyring = self.inner.keyring.lock().map_err(|_| poisoned())?;
            let card = keyring.card.as_ref();
            card.map_or_else(String::new, |card| card.tenant_name.clone())
        };
        let demo = self.is_demo()?;
        let count = |role| -> Result<BlobCount, CoreError> {
            let (total, held, lost) = store.blob_counts(role)?;
            Ok(BlobCount { total, held, lost })
        };
        let (pending, refused) = store.own_counts()?;
        let drafts = store.draft_count()?;
        let free_mib = fs4::available_space(&self.inner.config.folder).map_or(0, |free| free / MIB);
        let policy = session.as_ref().map(|session| &session.policy);
        let days_left = session
            .as_ref()
            .map_or(0, |session| session.lease_days_left(self.now(session)));
        let warn_days = policy.map_or(0, |policy| i64::from(policy.lease.warn_days));
        let certificate = session.as_ref().and_then(|session| {
            let today = self.now(session).china_date();
            session.control.certificate_days_left(session.user, today)
        });
        let certificate_days = policy.map_or(0, |it| i64::from(it.roster.certificate_warn_days));
        let floor = policy.map_or(0, |policy| u64::from(policy.offline.free_space_warning_mib));
        let checks = store.stream_checks()?;
        let diverged = checks.values().filter(|check| check.differs).count();
        Ok(Status {
            tenant: session.as_ref().map(|it| it.tenant),
            tenant_name,
            user: session.as_ref().map(|it| it.user),
            user_name: session
                .as_ref()
                .map(|it| it.person().name.clone())
                .unwrap_or_default(),
            device: session.as_ref().map(|it| it.device),
            demo,
            drafts,
            returned: store.returned_count()?,
            pending,
            refused,
            thumbnails: count(BlobRole::Thumbnail)?,
            views: count(BlobRole::View)?,
            originals: count(BlobRole::Original)?,
            unfiled: if self.inner.recovering.load(Ordering::Acquire) {
                // Their records are on their way back.
                0
            } else {
                store.unfiled_originals()?
            },
            lease_days_left: days_left,
            lease_warning: session.is_some() && days_left <= warn_days,
            certificate_days_left: certificate,
            certificate_warning: certificate.is_some_and(|days| days <= certificate_days),
            clock: self.clock_doubt()?,
            last_sync: store.synced_at()?,
            policy_revision: policy.map_or(0, |policy| policy.revision),
            free_mib,
            low_space: free_mib < floor || !store.has_reserve(),
            recovering: self.inner.recovering.load(Ordering::Acquire),
            cloned: self.inner.cloned.load(Ordering::Acquire),
            remote_locked: session.as_ref().is_some_and(|it| it.order.is_some()),
            initial_sync_complete: session
                .as_ref()
                .map_or(Ok(false), |session| self.is_initially_complete(session))?,
            diverged: diverged as u64,
            syncing: self.inner.syncing.is_taken(),
        })
    }
}
