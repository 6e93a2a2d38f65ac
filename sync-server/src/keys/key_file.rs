use std::path::Path;

use wangge_domain::Digest;
use wangge_protocol::{PublicKey, SecretKey, sha256};

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

/// The policy key of this folder, if it is the one whose public half the tenant remembers: a copy of
/// an earlier one signs nothing any more, and one that was moved away is not made anew.
pub(crate) fn own_policy_key(
    folder: &DataFolder,
    tenant: &Tenant,
) -> Result<SecretKey, RelayStartError> {
    let Some(known) = tenant.database.setting(tenant.id(), POLICY_KEY_SETTING)? else {
        return policy_key(folder);
    };
    let is_here = folder.keys().join("policy.key").exists();
    let key = is_here.then(|| policy_key(folder)).transpose()?;
    key.filter(|key| key.public().to_hex() == known)
        .ok_or_else(|| {
            RelayStartError::invalid(
                "本目录没有现行的政策密钥：请在保管密钥的电脑上用 policy sign 签署，再从控制台上传（the \
                 policy key in force is not here: sign the pack where it is kept, and upload it)",
            )
        })
}

/// Makes another policy key in the place of this folder's（更换政策密钥）; from now on the tenant knows packs
/// by it alone. What is in force stays; what the old one signed and nobody uploaded is refused.
pub(crate) fn renew_policy_key(
    folder: &DataFolder,
    tenant: &Tenant,
) -> Result<PublicKey, RelayStartError> {
    let fresh = SecretKey::from_seed(rand::random());
    let path = folder.keys().join("policy.key");
    // The file first: if it is not written, the old key is still the one in force.
    write_durably(&path, hex::encode(fresh.seed()).as_bytes(), true)
        .map_err(|error| RelayStartError::file(&path, error.to_string()))?;
    let public = fresh.public();
    tenant
        .database
        .set_setting(tenant.id(), POLICY_KEY_SETTING, &public.to_hex())?;
    Ok(public)
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
