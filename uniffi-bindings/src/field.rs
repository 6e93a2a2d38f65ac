//! The object that an app holds, its methods by subject.

mod cases;
mod forms;
mod hazard_steps;
mod hazards;
mod inspections;
mod lifecycle;
mod lock;
mod papers;
mod photos;
mod plan;
mod premises;
#[cfg(feature = "shell")]
mod shell;
mod syncing;
mod uploads;
mod watch;
mod work;
mod workers;

use std::sync::Arc;

use wangge_mobile_core::{Core, CoreConfig, SystemClock, SystemRandom};

use crate::boundary;
use crate::error::FieldError;
use crate::platform::{ForeignClock, ForeignProtection, ForeignVault, Platform};
use crate::records::Settings;
use crate::surroundings::Surroundings;

pub use watch::Watch;
pub use workers::Workers;

/// The core of one person on this phone（手机核心）. Hold one, for as long as the app lives; close it
/// before the data are opened again. Every method may be called from any thread.
///
/// Methods that are not `async` take their time on the disk alone: call them off the main thread.
/// What one has saved is durable when it returns, and waits for no network.
#[derive(uniffi::Object)]
pub struct Field {
    pub(crate) core: Core,
    platform: Platform,
    pub(crate) around: Surroundings,
    #[cfg(feature = "shell")]
    bridge: wangge_bridge::Bridge,
}

#[uniffi::export]
impl Field {
    /// Opens the data of a folder; a first start makes it（打开数据）. On a thread of its own, for the
    /// key store may ask the user.
    ///
    /// Fails with `Storage` (`wrong_key`, `newer_database`, `folder_in_use`, `disk_full`) or
    /// `Locked` (`vault_locked`); nothing was touched then. A damaged database is no failure: see
    /// the open report.
    #[uniffi::constructor]
    pub async fn open(settings: Settings, platform: Platform) -> Result<Arc<Self>, FieldError> {
        boundary::blocking(move || {
            let config = CoreConfig {
                label: settings.label,
                ..CoreConfig::new(settings.folder)
            };
            let (vault, clock) = parts(&platform);
            let core = Core::open(config, vault, clock, Arc::new(SystemRandom))?;
            Ok::<_, FieldError>(Self::of(core, platform))
        })
        .await
    }
}

impl Field {
    pub(crate) fn of(core: Core, platform: Platform) -> Arc<Self> {
        let around = Surroundings::new(platform.connectivity.clone());
        Arc::new(Self {
            #[cfg(feature = "shell")]
            bridge: wangge_bridge::Bridge::within(core.clone(), Arc::new(around.clone())),
            core,
            platform,
            around,
        })
    }

    pub(crate) fn protection(&self) -> ForeignProtection {
        ForeignProtection(self.platform.protection.clone())
    }
}

/// Key store and clocks as the core takes them.
fn parts(
    platform: &Platform,
) -> (
    Arc<dyn wangge_mobile_core::KeyVault>,
    Arc<dyn wangge_mobile_core::Clock>,
) {
    let vault = Arc::new(ForeignVault(Arc::clone(&platform.vault)));
    match &platform.clock {
        None => (vault, Arc::new(SystemClock::new())),
        Some(clock) => {
            let clock = ForeignClock {
                clock: Arc::clone(clock),
                own: SystemClock::new(),
            };
            (vault, Arc::new(clock))
        }
    }
}
