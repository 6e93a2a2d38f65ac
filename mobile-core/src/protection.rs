use std::io;
use std::path::Path;

use crate::platform::owner_only;

/// How the platform guards files that hold plain bytes for a while（文件保护）: on iOS
/// `NSFileProtectionCompleteUntilFirstUserAuthentication` and no backup, on Android the app's
/// own `noBackupFilesDir`.
pub trait FileProtection: Send + Sync {
    /// Guards an empty file before anything is written into it.
    ///
    /// # Errors
    /// What the platform says; nothing is then written.
    fn protect(&self, file: &Path) -> io::Result<()>;
}

/// A file that only its owner may read: for desktops and the command line.
#[derive(Clone, Copy, Debug, Default)]
pub struct OwnFolder;

impl FileProtection for OwnFolder {
    fn protect(&self, file: &Path) -> io::Result<()> {
        owner_only(file)
    }
}
