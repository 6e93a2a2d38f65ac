//! The root key's word for the TLS key of this relay（TLS密钥证明）: it lies beside the key, and is shown to
//! whoever connects.

use std::path::{Path, PathBuf};

use wangge_domain::Timestamp;
use wangge_protocol::{SecretKey, TlsWord};

use crate::error::RelayStartError;
use crate::http::pin_in;
use crate::platform::write_durably;

fn path(tls: &Path) -> PathBuf {
    tls.join("root-word.txt")
}

/// The word that lies in a folder beside a key; `None`: the root key has given none.
pub(crate) fn word_of(tls: &Path) -> Result<Option<TlsWord>, RelayStartError> {
    let path = path(tls);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(RelayStartError::file(&path, error.to_string())),
    };
    let bytes = hex::decode(text.trim())
        .map_err(|error| RelayStartError::file(&path, error.to_string()))?;
    let word = TlsWord::find(&bytes)
        .ok_or_else(|| RelayStartError::file(&path, "不是根密钥的证明（no word of a root key）"))?;
    Ok(Some(word))
}

/// Has the root key certify the key that lies in a folder.
pub(crate) fn certify_tls(
    tls: &Path,
    root: &SecretKey,
    now: Timestamp,
) -> Result<(), RelayStartError> {
    let pin = pin_in(tls)?
        .ok_or_else(|| RelayStartError::file(tls, "没有TLS密钥（no TLS key lies here）"))?;
    // Later than any word before it, whatever the clock says.
    let issued = match word_of(tls)? {
        Some(before) => now.max(before.issued.plus_ms(1)),
        None => now,
    };
    let word = TlsWord::give(root, &pin, issued);
    let path = path(tls);
    write_durably(&path, hex::encode(word.to_bytes()).as_bytes(), false)
        .map_err(|error| RelayStartError::file(&path, error.to_string()))
}
