use serde::{Deserialize, Serialize};

use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::platform::write_durably;
use crate::store_choice::StoreChoice;

/// What `init` wrote down for later starts（设置）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// Where `serve` listens unless told otherwise.
    pub(crate) listen: String,
    /// Which store holds the data.
    #[serde(default)]
    pub(crate) store: StoreChoice,
}

impl Settings {
    pub(crate) fn read(folder: &DataFolder) -> Result<Self, RelayStartError> {
        let path = folder.settings();
        let bytes = std::fs::read(&path)
            .map_err(|error| RelayStartError::file(&path, error.to_string()))?;
        serde_json::from_slice(&bytes)
            .map_err(|error| RelayStartError::file(&path, error.to_string()))
    }

    pub(crate) fn write(&self, folder: &DataFolder) -> Result<(), RelayStartError> {
        let path = folder.settings();
        let bytes = serde_json::to_vec_pretty(self)
            .map_err(|error| RelayStartError::file(&path, error.to_string()))?;
        // A password may stand in it.
        write_durably(&path, &bytes, self.store.is_shared())
            .map_err(|error| RelayStartError::file(&path, error.to_string()))
    }
}
