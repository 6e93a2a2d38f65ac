use std::collections::BTreeMap;
use std::fs::File;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::link::{CoveredHead, Part};
use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::platform::{private_folder, write_durably};

/// How far this relay has shipped（已备份到哪里）, as it believes: if the store says otherwise, the
/// next link is a whole one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ShipState {
    /// Hash of the newest manifest.
    pub(super) newest: String,
    /// Links since the last whole one.
    pub(super) steps: u64,
    /// The moment that the last whole one shows, milliseconds since 1970.
    #[serde(default)]
    pub(super) whole_at: i64,
    pub(super) heads: BTreeMap<String, CoveredHead>,
    pub(super) recipients: Vec<String>,
    /// Hash of the packed files, and where they lie.
    pub(super) files_sha256: String,
    pub(super) files: Part,
}

/// Where a relay works on its links: the rolling replica and what belongs to it. Nothing of value
/// lies here.
#[derive(Clone, Debug)]
pub(super) struct Workshop {
    root: PathBuf,
}

impl Workshop {
    pub(super) fn open(folder: &DataFolder) -> Result<Self, RelayStartError> {
        let root = folder.root().join("shipping");
        std::fs::create_dir_all(&root)
            .and_then(|()| private_folder(&root))
            .map_err(|error| RelayStartError::file(&root, error.to_string()))?;
        Ok(Self { root })
    }

    /// The database as it results from all parts shipped.
    pub(super) fn replica(&self) -> PathBuf {
        self.root.join("replica.sqlite")
    }

    /// The database as it is now.
    pub(super) fn fresh(&self) -> PathBuf {
        self.root.join("fresh.sqlite")
    }

    /// The database as a file, where it lies on a server.
    pub(super) fn mirror(&self) -> PathBuf {
        self.root.join("mirror.sqlite")
    }

    /// Where a whole restore is tried.
    pub(super) fn trial(&self) -> PathBuf {
        self.root.join("trial")
    }

    /// Keeps a second process out while this one ships or removes.
    pub(super) fn alone(&self) -> Result<File, RelayStartError> {
        let path = self.root.join("lock");
        let failed = |error: std::io::Error| RelayStartError::file(&path, error.to_string());
        let file = File::create(&path).map_err(failed)?;
        file.lock().map_err(failed)?;
        Ok(file)
    }

    fn state(&self) -> PathBuf {
        self.root.join("state.json")
    }

    /// What was noted; a file that cannot be read counts as none.
    pub(super) fn read(&self) -> Option<ShipState> {
        serde_json::from_slice(&std::fs::read(self.state()).ok()?).ok()
    }

    pub(super) fn write(&self, state: &ShipState) -> Result<(), RelayStartError> {
        let path = self.state();
        let failed = |error: String| RelayStartError::file(&path, error);
        let bytes = serde_json::to_vec(state).map_err(|error| failed(error.to_string()))?;
        write_durably(&path, &bytes, false).map_err(|error| failed(error.to_string()))
    }
}
