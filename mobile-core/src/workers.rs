use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::clock::Clock;
use crate::config::CoreConfig;
use crate::error::CoreError;
use crate::facade::Core;
use crate::opening::io_error;
use crate::random::RandomSource;
use crate::vault::{KeyVault, VaultError};

/// Most people who share one phone.
const MOST_WORKERS: u32 = 16;
/// File of a folder that holds the name on its button.
const LABEL: &str = "label";

/// The people who share this phone（共用手机）: each has a folder, keys, a lease and a chain of their
/// own, so that two workers stay two people.
#[derive(Clone, Debug)]
pub struct Workers {
    root: PathBuf,
}

/// One of them（本机人员）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkerFolder {
    /// Its number, from 1; never used again for somebody else.
    pub slot: u32,
    /// The name on its button. It lies unencrypted beside the data: no more than the person wants
    /// anybody to read who holds the phone.
    pub label: String,
}

impl Workers {
    /// The people of a folder.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// All of them, by number.
    ///
    /// # Errors
    /// What the file system says.
    pub fn list(&self) -> Result<Vec<WorkerFolder>, CoreError> {
        let found = (1..=MOST_WORKERS).filter(|slot| self.folder(*slot).is_dir());
        found
            .map(|slot| {
                let label = std::fs::read_to_string(self.folder(slot).join(LABEL));
                Ok(WorkerFolder {
                    slot,
                    label: label.unwrap_or_default(),
                })
            })
            .collect()
    }

    /// Makes a place for somebody（添加人员）, who then enrolls.
    ///
    /// # Errors
    /// [`CoreError::InvalidInput`]: sixteen are there already.
    pub fn add(&self, label: &str) -> Result<WorkerFolder, CoreError> {
        let slot = (1..=MOST_WORKERS)
            .find(|slot| !self.folder(*slot).exists())
            .ok_or_else(|| CoreError::InvalidInput("workers: too many".to_owned()))?;
        std::fs::create_dir_all(self.folder(slot)).map_err(io_error)?;
        std::fs::write(self.folder(slot).join(LABEL), label).map_err(io_error)?;
        Ok(WorkerFolder {
            slot,
            label: label.to_owned(),
        })
    }

    /// Opens somebody's data; the others stay closed. Close the one before first.
    ///
    /// # Errors
    /// As [`Core::open`]; [`CoreError::InvalidInput`] for a number that nobody has.
    pub fn open(
        &self,
        slot: u32,
        vault: Arc<dyn KeyVault>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn RandomSource>,
    ) -> Result<Core, CoreError> {
        let folder = self.folder(slot);
        if !folder.is_dir() {
            return Err(CoreError::InvalidInput(format!(
                "workers: no such slot: {slot}"
            )));
        }
        let vault = Arc::new(OwnKeys { vault, slot });
        Core::open(CoreConfig::new(folder.join("data")), vault, clock, random)
    }

    fn folder(&self, slot: u32) -> PathBuf {
        Path::new(&self.root).join(format!("worker-{slot}"))
    }
}

/// The keys of one person: wiping theirs must not take those of another.
struct OwnKeys {
    vault: Arc<dyn KeyVault>,
    slot: u32,
}

impl OwnKeys {
    fn own(&self, purpose: &str) -> String {
        format!("{purpose}-{}", self.slot)
    }
}

impl KeyVault for OwnKeys {
    fn wrap(&self, purpose: &str, secret: &[u8]) -> Result<Vec<u8>, VaultError> {
        self.vault.wrap(&self.own(purpose), secret)
    }

    fn unwrap(&self, purpose: &str, wrapped: &[u8]) -> Result<Vec<u8>, VaultError> {
        self.vault.unwrap(&self.own(purpose), wrapped)
    }

    fn destroy(&self, purpose: &str) -> Result<(), VaultError> {
        self.vault.destroy(&self.own(purpose))
    }

    fn instance_nonce(&self) -> Result<Vec<u8>, VaultError> {
        self.vault.instance_nonce()
    }
}
