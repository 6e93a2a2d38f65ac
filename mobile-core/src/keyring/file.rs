//! The keyring's file, kept twice: losing it would lose everything.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use wangge_protocol::sha256;

use crate::error::CoreError;
use crate::platform::sync_folder;

const HASH_BYTES: usize = 32;

/// The newest whole copy; `None` if there is no file at all.
pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>, CoreError> {
    let mut found = false;
    for copy in [path.to_owned(), second(path)] {
        match fs::read(&copy) {
            Ok(bytes) => {
                found = true;
                if let Some(whole) = checked(&bytes) {
                    return Ok(Some(whole));
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(failed(&error)),
        }
    }
    if found {
        Err(CoreError::WrongKey)
    } else {
        Ok(None)
    }
}

/// Writes both copies, one after the other, each whole or not at all.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), CoreError> {
    let framed = [sha256(bytes).0.as_slice(), bytes].concat();
    for copy in [path.to_owned(), second(path)] {
        replace(&copy, &framed).map_err(|error| failed(&error))?;
    }
    Ok(())
}

/// Removes both copies.
pub(super) fn remove(path: &Path) -> Result<(), CoreError> {
    for copy in [path.to_owned(), second(path)] {
        match fs::remove_file(&copy) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(&error)),
            _ => {}
        }
    }
    sync_folder(path.parent().unwrap_or(Path::new("."))).map_err(|error| failed(&error))
}

fn checked(framed: &[u8]) -> Option<Vec<u8>> {
    let (hash, bytes) = framed.split_at_checked(HASH_BYTES)?;
    (sha256(bytes).0 == hash).then(|| bytes.to_vec())
}

fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let unfinished = path.with_extension("part");
    let mut file = File::create(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&unfinished, path)?;
    sync_folder(path.parent().unwrap_or(Path::new(".")))
}

fn second(path: &Path) -> PathBuf {
    path.with_extension("second")
}

fn failed(error: &io::Error) -> CoreError {
    if error.kind() == io::ErrorKind::StorageFull {
        CoreError::DiskFull
    } else {
        CoreError::Internal(format!("keyring: {error}"))
    }
}
