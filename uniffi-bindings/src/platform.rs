use std::path::Path;
use std::sync::Arc;

use wangge_mobile_core as core;

use crate::lane::Lane;
use crate::records::SyncProgress;

/// A callback threw, or was gone（回调失败）.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum CallbackError {
    /// With what it said.
    #[error("{reason}")]
    Failed {
        /// In words, for the log.
        reason: String,
    },
}

impl From<uniffi::UnexpectedUniFFICallbackError> for CallbackError {
    fn from(error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed {
            reason: error.reason,
        }
    }
}

/// What the platform's key store did not do（密钥库错误）.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum VaultError {
    /// The phone is locked, or the user has not yet proven who they are: try again later.
    #[error("locked")]
    Locked,
    /// The key that wrapped these bytes is gone, or is another one.
    #[error("unknown")]
    Unknown,
    /// Anything else.
    #[error("{reason}")]
    Failed {
        /// In words, for the log.
        reason: String,
    },
}

impl From<uniffi::UnexpectedUniFFICallbackError> for VaultError {
    fn from(error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed {
            reason: error.reason,
        }
    }
}

impl From<VaultError> for core::VaultError {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::Locked => Self::Locked,
            VaultError::Unknown => Self::Unknown,
            VaultError::Failed { reason } => Self::Failed(reason),
        }
    }
}

/// The platform's key store（密钥库）: Android Keystore or iOS Keychain. `purpose` separates keys:
/// bytes wrapped for one must not unwrap for another. Called from any thread.
#[uniffi::export(with_foreign)]
pub trait KeyVault: Send + Sync {
    /// Encrypts and authenticates `secret` with a key that never leaves this phone.
    fn wrap(&self, purpose: String, secret: Vec<u8>) -> Result<Vec<u8>, VaultError>;
    /// Gives the secret back. A purpose that begins with `unlock`
    /// (`unlock`, and `unlock-2` of a second person on the phone) asks for a finger or a face first.
    fn unwrap(&self, purpose: String, wrapped: Vec<u8>) -> Result<Vec<u8>, VaultError>;
    /// Destroys the key of a purpose: whatever was wrapped under it is lost for good.
    fn destroy(&self, purpose: String) -> Result<(), VaultError>;
    /// Random bytes made at installation that no backup carries.
    fn instance_nonce(&self) -> Result<Vec<u8>, VaultError>;
}

/// The phone's clocks（时钟）. Called often and from any thread: must be quick.
#[uniffi::export(with_foreign)]
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    fn wall_ms(&self) -> Result<i64, CallbackError>;
    /// Identifies one boot of the phone.
    fn boot_id(&self) -> Result<u64, CallbackError>;
    /// Milliseconds since boot, sleep included: `SystemClock.elapsedRealtime`,
    /// `CLOCK_MONOTONIC_RAW` plus sleep.
    fn monotonic_ms(&self) -> Result<u64, CallbackError>;
}

/// What the phone is connected by（网络类型）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Network {
    /// Wi-Fi or a cable: nobody pays by the byte.
    Wifi,
    /// A mobile network, or one of unknown kind.
    Metered,
}

/// What the platform knows of network and battery（网络与电量）. Asked on a thread of its own; without an
/// answer in 2 seconds the network counts as metered and the battery as full.
#[uniffi::export(with_foreign)]
pub trait Connectivity: Send + Sync {
    /// The network in use.
    fn network(&self) -> Result<Network, CallbackError>;
    /// The battery is low: syncs are then frugal.
    fn low_battery(&self) -> Result<bool, CallbackError>;
}

/// How the platform guards a file（文件保护）.
#[uniffi::export(with_foreign)]
pub trait FileProtection: Send + Sync {
    /// Guards an empty file before anything is written into it, and keeps it out of backups.
    fn protect(&self, file: String) -> Result<(), CallbackError>;
}

/// Is told how a sync goes（同步进度监听）, on a thread of its own: it may block, and misses what came
/// between.
#[uniffi::export(with_foreign)]
pub trait SyncListener: Send + Sync {
    /// Something moved.
    fn on_progress(&self, progress: SyncProgress) -> Result<(), CallbackError>;
}

/// Is told of news at the relay（新内容监听）, on a thread of its own.
#[uniffi::export(with_foreign)]
pub trait NewsListener: Send + Sync {
    /// A grid has new rows: sync.
    fn on_news(&self, grid: String) -> Result<(), CallbackError>;
    /// The relay closed the connection or the network went: watch again after a while.
    fn on_end(&self) -> Result<(), CallbackError>;
}

/// What the shell brings（平台能力）.
#[derive(Clone, uniffi::Record)]
pub struct Platform {
    /// The key store.
    pub vault: Arc<dyn KeyVault>,
    /// The clocks; `None`: those of the operating system, which on some phones stand still in
    /// sleep.
    pub clock: Option<Arc<dyn Clock>>,
    /// Network and battery; `None`: a metered network, a full battery.
    pub connectivity: Option<Arc<dyn Connectivity>>,
    /// File protection; `None`: permissions of the file alone.
    pub protection: Option<Arc<dyn FileProtection>>,
}

pub(crate) struct ForeignVault(pub(crate) Arc<dyn KeyVault>);

impl core::KeyVault for ForeignVault {
    fn wrap(&self, purpose: &str, secret: &[u8]) -> Result<Vec<u8>, core::VaultError> {
        Ok(self.0.wrap(purpose.to_owned(), secret.to_vec())?)
    }

    fn unwrap(&self, purpose: &str, wrapped: &[u8]) -> Result<Vec<u8>, core::VaultError> {
        Ok(self.0.unwrap(purpose.to_owned(), wrapped.to_vec())?)
    }

    fn destroy(&self, purpose: &str) -> Result<(), core::VaultError> {
        Ok(self.0.destroy(purpose.to_owned())?)
    }

    fn instance_nonce(&self) -> Result<Vec<u8>, core::VaultError> {
        Ok(self.0.instance_nonce()?)
    }
}

/// The shell's clocks; where one throws, the operating system's.
pub(crate) struct ForeignClock {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) own: core::SystemClock,
}

impl core::Clock for ForeignClock {
    fn wall_ms(&self) -> i64 {
        self.clock.wall_ms().unwrap_or_else(|_| self.own.wall_ms())
    }

    fn boot_id(&self) -> u64 {
        self.clock.boot_id().unwrap_or_else(|_| self.own.boot_id())
    }

    fn monotonic_ms(&self) -> u64 {
        let told = self.clock.monotonic_ms();
        told.unwrap_or_else(|_| self.own.monotonic_ms())
    }
}

pub(crate) struct ForeignProtection(pub(crate) Option<Arc<dyn FileProtection>>);

impl core::FileProtection for ForeignProtection {
    fn protect(&self, file: &Path) -> std::io::Result<()> {
        core::OwnFolder.protect(file)?;
        match &self.0 {
            Some(guard) => guard
                .protect(file.to_string_lossy().into_owned())
                .map_err(std::io::Error::other),
            None => Ok(()),
        }
    }
}

/// Hands progress over to a thread of its own: a listener that blocks holds up nobody.
pub(crate) struct Pump(Lane<core::SyncProgress>);

impl Pump {
    pub(crate) fn to(listener: Arc<dyn SyncListener>) -> Self {
        let take = move |step: core::SyncProgress| {
            if let Err(error) = listener.on_progress(SyncProgress::from(step)) {
                tracing::warn!(%error, "a listener threw");
            }
        };
        Self(Lane::open(take, || ()))
    }
}

impl core::SyncObserver for Pump {
    fn on_progress(&self, progress: core::SyncProgress) {
        // No room: the listener blocks, and misses this one.
        let _missed = self.0.give(progress);
    }
}
