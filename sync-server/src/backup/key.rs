use std::path::Path;
use std::str::FromStr as _;

use age::secrecy::ExposeSecret as _;
use age::x25519::{Identity, Recipient};

use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::platform::write_durably;

/// Writes a new backup key（备份密钥）into a file that does not exist yet, to be printed and kept
/// offline, and gives its public half, by which the relay encrypts.
pub fn new_backup_key(path: &Path) -> Result<String, RelayStartError> {
    if path.exists() {
        return Err(RelayStartError::file(
            path,
            "文件已存在，未作改动（the file exists; nothing was changed）",
        ));
    }
    let identity = Identity::generate();
    let recipient = identity.to_public().to_string();
    let text = format!(
        "# 网格备份密钥。请打印两份并离线保管，不要留在中继上；没有它，备份无法恢复。\n\
         # Backup key of Wangge. Print it twice, keep it offline, not on the relay: without it no\n\
         # backup can be restored. The file is one of age (age-encryption.org).\n\
         # public key: {recipient}\n{}\n",
        identity.to_string().expose_secret()
    );
    write_durably(path, text.as_bytes(), true)
        .map_err(|error| RelayStartError::file(path, error.to_string()))?;
    Ok(recipient)
}

/// Reads the file of a backup key; lines that begin with `#` are comments.
pub(crate) fn read_backup_key(path: &Path) -> Result<Identity, RelayStartError> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| RelayStartError::file(path, error.to_string()))?;
    let mut lines = text.lines().map(str::trim);
    let line = lines.find(|line| !line.is_empty() && !line.starts_with('#'));
    Identity::from_str(line.unwrap_or_default()).map_err(|_| {
        RelayStartError::file(
            path,
            "不是备份密钥文件（no backup key: it holds no line AGE-SECRET-KEY-1…）",
        )
    })
}

/// Whether a text is the public half of a backup key.
pub(crate) fn check_recipient(text: &str) -> Result<Recipient, RelayStartError> {
    text.trim().parse().map_err(|_| {
        RelayStartError::invalid(format!(
            "{text} 不是备份公钥，应形如 age1…（not the public half of a backup key; \
             `wangge-relay backup-key` makes one）"
        ))
    })
}

/// The relay's own key, with which it tries every day what it has shipped. It opens nothing that
/// the relay does not hold anyway.
pub(super) fn trial_identity(folder: &DataFolder) -> Result<Identity, RelayStartError> {
    let path = folder.keys().join("backup-trial.key");
    if !path.exists() {
        new_backup_key(&path)?;
    }
    read_backup_key(&path)
}
