//! The one configuration file（配置文件）: TOML, every key known, every error with its key, its value
//! and a valid example.

mod document;
mod error;
mod key;
mod read;
mod set_store;
#[cfg(test)]
mod tests;
mod write;

use std::path::{Path, PathBuf};

pub use document::configuration_document;
pub use error::ConfigurationError;
pub(crate) use set_store::set_store;
pub(crate) use write::write_configuration;

use crate::backup_target::BackupTarget;
use crate::blob_choice::BlobChoice;
use crate::data_folder::DataFolder;
use crate::disk::DiskLimits;
use crate::error::RelayStartError;
use crate::http::QuotaChoice;
use crate::intake_choice::IntakeChoice;
use crate::keep_schedule::KeepSchedule;
use crate::retention::RetentionRule;
use crate::serve_choice::ServeChoice;
use crate::settings::Settings;
use crate::sign_on::SignOnChoice;
use crate::store_choice::StoreChoice;
use crate::webhooks::WebhookChoice;

/// Environment variable that names the configuration file for every command.
pub const CONFIGURATION_VARIABLE: &str = "WANGGE_CONFIG";

/// What a configuration file says; what it leaves out has its default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Configuration {
    /// The data folder, if the file names one.
    pub data: Option<PathBuf>,
    /// Where `serve` listens unless told otherwise.
    pub listen: String,
    /// How callers are met.
    pub serve: ServeChoice,
    /// How the page for the public is run.
    pub intake: IntakeChoice,
    /// A second place for the audit log.
    pub audit_copy: Option<PathBuf>,
    /// Where everything but keys and photos lies.
    pub store: StoreChoice,
    /// Where photos lie.
    pub blobs: BlobChoice,
    /// Where backups are shipped to while the relay serves.
    pub backup: Option<BackupTarget>,
    /// How long backups are kept.
    pub backup_schedule: KeepSchedule,
    /// Who else may say who somebody is.
    pub sign_on: Option<SignOnChoice>,
    /// How many bytes devices may send in a day.
    pub quotas: QuotaChoice,
    /// When a full disk stops what.
    pub disk: DiskLimits,
    /// How many days ahead the next TLS key is announced.
    pub announce_days: u32,
    /// Who is told of hazards and major cases.
    pub webhooks: Vec<WebhookChoice>,
    /// How long what is kept; what is not named is kept for ever.
    pub retention: Vec<RetentionRule>,
}

impl Default for Configuration {
    fn default() -> Self {
        Self {
            data: None,
            listen: "0.0.0.0:7443".to_owned(),
            serve: ServeChoice::default(),
            intake: IntakeChoice::default(),
            audit_copy: None,
            store: StoreChoice::default(),
            blobs: BlobChoice::default(),
            backup: None,
            backup_schedule: KeepSchedule::default(),
            sign_on: None,
            quotas: QuotaChoice::default(),
            disk: DiskLimits::default(),
            announce_days: 30,
            webhooks: Vec::new(),
            retention: Vec::new(),
        }
    }
}

impl Configuration {
    /// What holds for a folder: the file that the folder was opened with, else the one that the
    /// environment names, else `relay.toml` in it, else what an earlier release wrote there.
    ///
    /// # Errors
    /// The file cannot be read, or says what it must not. A folder without one has the defaults.
    pub(crate) fn of(folder: &DataFolder) -> Result<Self, RelayStartError> {
        let named = folder.configuration_named();
        let own = folder.configuration();
        if let Some(named) = named {
            let is_other = own.exists() && !is_same_file(&own, &named);
            if is_other {
                return Err(RelayStartError::file(
                    &named,
                    format!(
                        "数据目录里还有另一个配置文件 {}，只能留一个（a second configuration file lies in the data folder: keep one）",
                        own.display()
                    ),
                ));
            }
            return Self::read(&named);
        }
        let here = folder.settings();
        if here.exists() {
            return Self::read(&here);
        }
        Ok(Self::default())
    }

    /// Reads a file.
    ///
    /// # Errors
    /// It cannot be read, or says what it must not.
    pub fn read(path: &Path) -> Result<Self, RelayStartError> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| RelayStartError::file(path, error.to_string()))?;
        if text.trim_start().starts_with('{') {
            // No TOML begins so: an earlier release wrote it.
            let settings = Settings::parse(&text)
                .map_err(|error| RelayStartError::file(path, error.to_string()))?;
            return Ok(Self {
                listen: settings.listen,
                store: settings.store,
                ..Self::default()
            });
        }
        let beside = path.parent().unwrap_or(Path::new(""));
        read::parse(&text, beside).map_err(|error| RelayStartError::file(path, error.to_string()))
    }
}

fn is_same_file(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}
