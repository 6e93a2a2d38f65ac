use std::fs::{File, TryLockError};
use std::path::Path;

use crate::error::CoreError;
use crate::opening::io_error;

/// Keeps other processes out of a data folder（目录锁）while its database is open.
///
/// The operating system lets go of it when the process dies. It is let go of on pause: iOS ends
/// an app that is suspended with a lock on a file.
#[derive(Debug)]
pub(crate) struct FolderLock {
    _file: File,
}

impl FolderLock {
    /// Takes the lock of `folder`.
    ///
    /// # Errors
    /// [`CoreError::FolderInUse`]: another process, or another core of this one, has it.
    pub(crate) fn take(folder: &Path) -> Result<Self, CoreError> {
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(folder.join("lock"))
            .map_err(io_error)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(CoreError::FolderInUse),
            Err(TryLockError::Error(error)) => Err(io_error(error)),
        }
    }
}
