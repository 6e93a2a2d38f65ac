//! What differs between operating systems, and nothing else.

mod file_key_vault;
mod system_clock;

use std::io;
use std::path::Path;

pub use file_key_vault::FileKeyVault;
pub use system_clock::SystemClock;

/// Makes a rename in this folder survive a power cut.
#[cfg(unix)]
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    std::fs::File::open(folder)?.sync_all()
}

/// Windows makes renames durable with the file itself.
#[cfg(not(unix))]
pub(crate) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Lets nobody but the owner read a file.
#[cfg(unix)]
pub(crate) fn owner_only(file: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o600))
}

/// On Windows the folder's own access list decides.
#[cfg(not(unix))]
pub(crate) fn owner_only(_file: &Path) -> io::Result<()> {
    Ok(())
}
