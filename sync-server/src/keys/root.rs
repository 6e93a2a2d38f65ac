use std::path::Path;

use wangge_domain::TenantId;
use wangge_protocol::{PublicKey, SecretKey, Signature, service_key_message};

use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::platform::write_durably;

const SECRET_LINE: &str = "root-secret: ";
const TENANT_LINE: &str = "tenant: ";

/// Makes the tenant's root key and writes it to `root-key.txt`, from where it should be moved.
pub(crate) fn make_root(
    folder: &DataFolder,
    tenant_name: &str,
    tenant: TenantId,
) -> Result<SecretKey, RelayStartError> {
    let root = SecretKey::from_seed(rand::random());
    let path = folder.root_key();
    let text = format!(
        "根密钥（root key）: {tenant_name}\n\
         \n\
         请打印本文件，并把它移到不联网的U盘妥善保管，然后从这台电脑删除。\n\
         Print this file, move it to a stick that stays offline, then delete it here.\n\
         以后更换中继、补充服务密钥时才需要它。\n\
         It is needed only to appoint another relay or to certify more service keys.\n\
         \n\
         {TENANT_LINE}{tenant}\n\
         root-public: {}\n\
         {SECRET_LINE}{}\n",
        root.public().to_hex(),
        hex::encode(root.seed()),
    );
    write_durably(&path, text.as_bytes(), true)
        .map_err(|error| RelayStartError::file(&path, error.to_string()))?;
    Ok(root)
}

/// Reads a root key from its file.
pub(crate) fn read_root(path: &Path) -> Result<SecretKey, RelayStartError> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| RelayStartError::file(path, error.to_string()))?;
    let mut seed = [0; 32];
    text.lines()
        .find_map(|line| line.trim().strip_prefix(SECRET_LINE))
        .and_then(|digits| hex::decode_to_slice(digits.trim(), &mut seed).ok())
        .ok_or_else(|| RelayStartError::file(path, "没有根密钥（holds no root key）"))?;
    Ok(SecretKey::from_seed(seed))
}

/// The tenant that stands in the file of a root key; files of earlier versions name none.
pub(crate) fn tenant_of_root(path: &Path) -> Option<TenantId> {
    let text = std::fs::read_to_string(path).ok()?;
    let mut lines = text.lines();
    let id = lines.find_map(|line| line.trim().strip_prefix(TENANT_LINE))?;
    id.trim().parse().ok()
}

/// The root's word that a key speaks for the relay.
pub(crate) fn certify(root: &SecretKey, key: &PublicKey) -> Signature {
    root.sign(&service_key_message(key))
}
