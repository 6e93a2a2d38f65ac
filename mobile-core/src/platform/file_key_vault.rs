use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use wangge_cipher::{Cipher, NONCE_BYTES};

use super::sync_folder;
use crate::random::{RandomSource, random_bytes};
use crate::vault::{KeyVault, VaultError};

/// A key store in a folder of its own（文件密钥库）, for desktops and the command line: as safe as that
/// folder. Phones pass their own, in hardware.
pub struct FileKeyVault {
    folder: PathBuf,
    random: Box<dyn RandomSource>,
}

impl std::fmt::Debug for FileKeyVault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FileKeyVault")
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

impl FileKeyVault {
    /// Uses `folder`, creating it. Keep it out of backups and away from the data folder.
    ///
    /// # Errors
    /// What the file system says.
    pub fn open(folder: &Path, random: Box<dyn RandomSource>) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        Ok(Self {
            folder: folder.to_owned(),
            random,
        })
    }

    /// The secret of a name, made now if `make`.
    fn secret(&self, name: &str, make: bool) -> Result<[u8; 32], VaultError> {
        let path = self.folder.join(format!("{name}.key"));
        match fs::read(&path) {
            Ok(bytes) => bytes.try_into().map_err(|_| VaultError::Unknown),
            Err(error) if error.kind() == io::ErrorKind::NotFound && make => {
                let secret = random_bytes::<32>(self.random.as_ref());
                write_private(&path, &secret)
                    .map_err(|error| VaultError::Failed(error.to_string()))?;
                Ok(secret)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(VaultError::Unknown),
            Err(error) => Err(VaultError::Failed(error.to_string())),
        }
    }

    fn cipher(&self, purpose: &str, make: bool) -> Result<Cipher, VaultError> {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if purpose.is_empty() || !purpose.chars().all(plain) {
            return Err(VaultError::Failed("not the name of a purpose".to_owned()));
        }
        Ok(Cipher::new(&self.secret(purpose, make)?))
    }
}

impl KeyVault for FileKeyVault {
    fn wrap(&self, purpose: &str, secret: &[u8]) -> Result<Vec<u8>, VaultError> {
        let nonce: [u8; NONCE_BYTES] = random_bytes(self.random.as_ref());
        let sealed = self
            .cipher(purpose, true)?
            .seal(nonce, purpose.as_bytes(), secret)
            .ok_or_else(|| VaultError::Failed("too much to wrap".to_owned()))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    fn unwrap(&self, purpose: &str, wrapped: &[u8]) -> Result<Vec<u8>, VaultError> {
        let (nonce, sealed) = wrapped
            .split_at_checked(NONCE_BYTES)
            .ok_or(VaultError::Unknown)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().map_err(|_| VaultError::Unknown)?;
        self.cipher(purpose, false)?
            .open(nonce, purpose.as_bytes(), sealed)
            .ok_or(VaultError::Unknown)
    }

    fn destroy(&self, purpose: &str) -> Result<(), VaultError> {
        match fs::remove_file(self.folder.join(format!("{purpose}.key"))) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(VaultError::Failed(error.to_string()))
            }
            _ => Ok(()),
        }
    }

    fn instance_nonce(&self) -> Result<Vec<u8>, VaultError> {
        Ok(self.secret("instance-nonce", true)?.to_vec())
    }
}

/// Writes a file that only its owner may read, whole or not at all.
fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let unfinished = path.with_extension("part");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&unfinished, path)?;
    sync_folder(path.parent().unwrap_or(Path::new(".")))
}
