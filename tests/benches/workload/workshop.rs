//! Where phones are filled before anything is timed.

use std::path::Path;

use anyhow::Result;
use tempfile::TempDir;

/// A tmpfs where there is one: entering tens of thousands of records waits for no disk there.
const MEMORY_FOLDER: &str = "/dev/shm";

/// A folder in memory, or else an ordinary one. What is measured is copied to the disk first.
pub(crate) fn open() -> Result<TempDir> {
    let memory = Path::new(MEMORY_FOLDER);
    let base = if memory.is_dir() {
        memory.to_owned()
    } else {
        std::env::temp_dir()
    };
    Ok(tempfile::tempdir_in(base)?)
}

/// Copies a folder with all that is below it.
pub(crate) fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
