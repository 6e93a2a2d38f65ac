use std::collections::BTreeSet;
use std::path::PathBuf;

use wangge_protocol::{PublicKey, RevokedKeys, decode, encode};

use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::platform::write_durably;

fn path(folder: &DataFolder) -> PathBuf {
    folder.keys().join("revoked-keys.txt")
}

/// The revoked service keys of a folder（吊销的服务密钥）; none if it has no list.
pub(super) fn revoked_keys(folder: &DataFolder) -> Result<BTreeSet<PublicKey>, RelayStartError> {
    let path = path(folder);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        Err(error) => return Err(RelayStartError::file(&path, error.to_string())),
    };
    let bytes = hex::decode(text.trim())
        .map_err(|error| RelayStartError::file(&path, error.to_string()))?;
    let list: RevokedKeys =
        decode(&bytes).map_err(|error| RelayStartError::file(&path, error.to_string()))?;
    Ok(list.keys.into_iter().collect())
}

/// Keeps the list beside the keys: the relay signs with none of them from its next start on.
pub(crate) fn write_revoked_keys(
    folder: &DataFolder,
    list: &RevokedKeys,
) -> Result<(), RelayStartError> {
    let path = path(folder);
    write_durably(&path, hex::encode(encode(list)).as_bytes(), false)
        .map_err(|error| RelayStartError::file(&path, error.to_string()))
}
