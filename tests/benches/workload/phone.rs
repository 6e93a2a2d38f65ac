//! A phone of the bench: the real core with its encrypted database.
#![allow(dead_code, reason = "each program uses its own part")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Result, bail};
use wangge_mobile_core::{
    CancellationToken, Core, CoreConfig, FileKeyVault, NetworkKind, NoObserver, SyncEnd,
    SyncOptions, SyncReport, SystemClock, SystemRandom,
};

/// An enrolled phone.
pub(crate) struct BenchPhone {
    pub(crate) core: Core,
    folder: PathBuf,
}

impl BenchPhone {
    /// Enrolls a fresh phone in a folder and syncs it once: it knows the people, grids and rules.
    pub(crate) async fn enroll(link: &str, folder: PathBuf) -> Result<Self> {
        let phone = Self::enroll_only(link, folder).await?;
        phone.sync().await?;
        Ok(phone)
    }

    /// Enrolls a fresh phone in a folder; its store is empty.
    pub(crate) async fn enroll_only(link: &str, folder: PathBuf) -> Result<Self> {
        let core = open(&folder)?;
        core.enroll(link, &CancellationToken::new()).await?;
        Ok(Self { core, folder })
    }

    /// The app comes back after it was closed.
    pub(crate) fn reopen(folder: PathBuf) -> Result<Self> {
        let core = open(&folder)?;
        Ok(Self { core, folder })
    }

    /// Closes the app and leaves its data where they are.
    pub(crate) fn close(self) -> PathBuf {
        self.folder
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
    let options = SyncOptions {
        network: NetworkKind::Wifi,
        ..SyncOptions::default()
    };
    let report = core
        .sync(&options, Arc::new(NoObserver), &CancellationToken::new())
        .await?;
    if report.end != SyncEnd::Complete || !report.refused.is_empty() {
        bail!("the sync did not succeed: {report:?}");
    }
    Ok(report)
}
