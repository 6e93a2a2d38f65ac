//! A phone of the bench: the real core with its encrypted database.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Result, bail};
use wangge_domain::UserId;
use wangge_mobile_core::{
    CancellationToken, Core, CoreConfig, FileKeyVault, NetworkKind, NoObserver, SyncEnd,
    SyncOptions, SyncReport, SystemClock, SystemRandom,
};

use super::relay::BenchRelay;

/// An enrolled phone.
pub(crate) struct BenchPhone {
    pub(crate) core: Core,
    pub(crate) folder: PathBuf,
}

impl BenchPhone {
    /// Enrolls a fresh phone in a folder and syncs it once: it knows the people, grids and rules.
    pub(crate) async fn enroll(relay: &BenchRelay, user: UserId, folder: PathBuf) -> Result<Self> {
        let core = open(&folder)?;
        let link = relay.enrollment_link(user)?;
        core.enroll(&link, &CancellationToken::new()).await?;
        let phone = Self { core, folder };
        phone.sync().await?;
        Ok(phone)
    }

    /// Syncs; anything but success is an error.
    pub(crate) async fn sync(&self) -> Result<SyncReport> {
        sync(&self.core).await
    }
}

/// Opens the core of a folder.
pub(crate) fn open(folder: &Path) -> Result<Core> {
    let vault = FileKeyVault::open(&folder.join("vault"), Box::new(SystemRandom))?;
    Ok(Core::open(
        CoreConfig::new(folder.join("data")),
        Arc::new(vault),
        Arc::new(SystemClock::new()),
        Arc::new(SystemRandom),
    )?)
}

/// Syncs; anything but success is an error.
pub(crate) async fn sync(core: &Core) -> Result<SyncReport> {
    let options = SyncOptions { network: NetworkKind::Wifi, ..SyncOptions::default() };
    let report = core.sync(&options, Arc::new(NoObserver), &CancellationToken::new()).await?;
    if report.end != SyncEnd::Complete || !report.refused.is_empty() {
        bail!("the sync did not succeed: {report:?}");
    }
    Ok(report)
}
