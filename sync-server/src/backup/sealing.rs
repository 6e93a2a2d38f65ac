use std::io::{Read as _, Write as _};

use age::x25519::{Identity, Recipient};
use sha2::{Digest as _, Sha256};

/// Encrypts bytes to whoever holds one of the keys.
pub(super) fn seal(plain: &[u8], to: &[Recipient]) -> Result<Vec<u8>, String> {
    let recipients = to.iter().map(|one| one as &dyn age::Recipient);
    let encryptor =
        age::Encryptor::with_recipients(recipients).map_err(|error| error.to_string())?;
    let mut sealed = Vec::with_capacity(plain.len() + 1024);
    let written = encryptor.wrap_output(&mut sealed).and_then(|mut writer| {
        writer.write_all(plain)?;
        writer.finish().map(drop)
    });
    written.map_err(|error| error.to_string())?;
    Ok(sealed)
}

/// Opens sealed bytes.
pub(super) fn open(sealed: &[u8], with: &Identity) -> Result<Vec<u8>, String> {
    let one: &dyn age::Identity = with;
    let mut reader = age::Decryptor::new_buffered(sealed)
        .and_then(|decryptor| decryptor.decrypt(std::iter::once(one)))
        .map_err(|error| error.to_string())?;
    let mut plain = Vec::with_capacity(sealed.len());
    reader
        .read_to_end(&mut plain)
        .map_err(|error| error.to_string())?;
    Ok(plain)
}

/// SHA-256 as it stands in manifests.
pub(super) fn hash(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}
