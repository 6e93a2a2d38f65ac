use std::path::Path;

use wangge_domain::Digest;
use wangge_protocol::{SecretKey, sha256};

use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::platform::write_durably;
use crate::tenant::Tenant;

/// The 32 bytes kept in a file as hexadecimal, made at random if there is none yet.
pub(crate) fn secret(path: &Path) -> Result<[u8; 32], RelayStartError> {
    match std::fs::read_to_string(path) {
        Ok(text) => {
            let mut bytes = [0; 32];
            hex::decode_to_slice(text.trim(), &mut bytes)
                .map_err(|error| RelayStartError::file(path, error.to_string()))?;
            Ok(bytes)
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let bytes: [u8; 32] = rand::random();
            write_durably(path, hex::encode(bytes).as_bytes(), true)
                .map_err(|error| RelayStartError::file(path, error.to_string()))?;
            Ok(bytes)
        }
        Err(error) => Err(RelayStartError::file(path, error.to_string())),
    }
}

/// The key that signs policy packs, kept apart from the relay's service keys.
pub(crate) fn policy_key(folder: &DataFolder) -> Result<SecretKey, RelayStartError> {
    secret(&folder.keys().join("policy.key")).map(SecretKey::from_seed)
}

/// The setting that holds the public half of the policy key, hexadecimal.
pub(crate) const POLICY_KEY_SETTING: &str = "policy_key";

/// Remembers the public half, so that packs can be checked after the key itself was moved away.
/// What is remembered once stays.
pub(crate) fn publish_policy_key(
    folder: &DataFolder,
    tenant: &Tenant,
) -> Result<(), RelayStartError> {
    let known = tenant.database.setting(tenant.id(), POLICY_KEY_SETTING)?;
    // A key that was moved away is not made anew: what it signed would no longer be believed.
    if known.is_none() && folder.keys().join("policy.key").exists() {
        let public = policy_key(folder)?.public().to_hex();
        tenant
            .database
            .set_setting(tenant.id(), POLICY_KEY_SETTING, &public)?;
    }
    Ok(())
}

/// The secret under which bearer tokens and challenges are made.
pub(crate) fn token_secret(folder: &DataFolder) -> Result<[u8; 32], RelayStartError> {
    secret(&folder.keys().join("token.key"))
}

/// SHA-256 of the token of whoever reads the figures of the running relay; the token is made if
/// there is none.
pub(crate) fn metrics_token(folder: &DataFolder) -> Result<Digest, RelayStartError> {
    let path = folder.metrics_token();
    let failed = |error: std::io::Error| RelayStartError::file(&path, error.to_string());
    if !path.exists() {
        let token = hex::encode(rand::random::<[u8; 24]>());
        write_durably(&path, token.as_bytes(), true).map_err(failed)?;
    }
    let token = std::fs::read_to_string(&path).map_err(failed)?;
    Ok(sha256(token.trim().as_bytes()))
}
