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
