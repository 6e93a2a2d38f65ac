//! Calls that differ between platforms. Nothing outside this module is platform-only.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

/// Writes a file so that it is there whole after a power cut, or not at all: temporary file,
/// its bytes on disk, rename, folder on disk.
pub(crate) fn write_durably(path: &Path, bytes: &[u8], is_secret: bool) -> io::Result<()> {
    let temporary = path.with_extension("writing");
    {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        if is_secret {
            owner_only(&mut options);
        }
        let mut file = options.open(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
    }
    rename_durably(&temporary, path)
}

/// Renames a file and waits until the folder is on disk.
pub(crate) fn rename_durably(from: &Path, to: &Path) -> io::Result<()> {
    std::fs::rename(from, to)?;
    if let Some(folder) = to.parent() {
        sync_folder(folder)?;
    }
    Ok(())
}

#[cfg(unix)]
fn owner_only(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(0o600);
}

/// On Windows the folder's own access list decides.
#[cfg(not(unix))]
fn owner_only(_options: &mut OpenOptions) {}

/// Lets nobody but the owner into a folder.
#[cfg(unix)]
pub(crate) fn private_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))
}

/// On Windows the folder's own access list decides.
#[cfg(not(unix))]
pub(crate) fn private_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Makes a file that only the owner reads, or makes one that is there so.
#[cfg(unix)]
pub(crate) fn private_file(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    owner_only(&mut options);
    let file = options.open(path)?;
    file.set_permissions(std::fs::Permissions::from_mode(0o600))
}

/// On Windows the folder's own access list decides.
#[cfg(not(unix))]
pub(crate) fn private_file(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Waits until a folder's entries are on disk.
#[cfg(unix)]
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    // The folder above a name without a path is the one the program stands in.
    let is_here = folder.as_os_str().is_empty();
    File::open(if is_here { Path::new(".") } else { folder })?.sync_all()
}

/// Windows keeps folder entries with the file itself.
#[cfg(not(unix))]
pub(crate) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Listens for the request to stop, from the moment it is made.
pub(crate) struct StopSignal {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl StopSignal {
    /// Begins to listen: a signal that comes before anybody waits is not lost.
    #[cfg(unix)]
    pub(crate) fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
        })
    }

    /// Begins to listen.
    #[cfg(not(unix))]
    pub(crate) fn listen() -> io::Result<Self> {
        Ok(Self {})
    }

    /// Resolves when the process is asked to stop.
    #[cfg(unix)]
    pub(crate) async fn received(mut self) -> io::Result<()> {
        tokio::select! {
            _ = self.terminate.recv() => Ok(()),
            interrupted = tokio::signal::ctrl_c() => interrupted,
        }
    }

    /// Resolves when the process is asked to stop.
    #[cfg(not(unix))]
    pub(crate) async fn received(self) -> io::Result<()> {
        tokio::signal::ctrl_c().await
    }
}

/// Bytes of memory that the process holds, where the system tells.
#[cfg(target_os = "linux")]
pub(crate) fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib * 1024)
}

/// Elsewhere the system's own tools tell.
#[cfg(not(target_os = "linux"))]
pub(crate) fn resident_bytes() -> Option<u64> {
    None
}

/// File handles that the process holds, where the system tells.
#[cfg(target_os = "linux")]
pub(crate) fn open_handles() -> Option<u64> {
    Some(std::fs::read_dir("/proc/self/fd").ok()?.count() as u64)
}

/// Elsewhere the system's own tools tell.
#[cfg(not(target_os = "linux"))]
pub(crate) fn open_handles() -> Option<u64> {
    None
}

/// How many file handles a process may hold, where the system tells; of none: one started like this one.
#[cfg(target_os = "linux")]
pub(crate) fn handle_limit(process: Option<u32>) -> Option<u64> {
    let named = process.map_or_else(|| "self".to_owned(), |id| id.to_string());
    let limits = std::fs::read_to_string(format!("/proc/{named}/limits")).ok()?;
    let line = limits
        .lines()
        .find(|line| line.starts_with("Max open files"))?;
    line.split_whitespace().nth(3)?.parse().ok()
}

/// Elsewhere there is no such limit, or none that can be read.
#[cfg(not(target_os = "linux"))]
pub(crate) fn handle_limit(_process: Option<u32>) -> Option<u64> {
    None
}

/// Whether anybody but the owner can look into a folder, where that can be told.
#[cfg(unix)]
pub(crate) fn is_open_to_others(folder: &Path) -> Option<bool> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = std::fs::metadata(folder).ok()?.permissions().mode();
    Some(mode & 0o077 != 0)
}

/// On Windows the folder's own access list decides.
#[cfg(not(unix))]
pub(crate) fn is_open_to_others(_folder: &Path) -> Option<bool> {
    None
}

/// A host of a connection string, as it may be shown: a name, or on Unix the folder of a socket.
pub(crate) fn shown_host(host: &tokio_postgres::config::Host) -> String {
    match host {
        tokio_postgres::config::Host::Tcp(name) => name.clone(),
        #[cfg(unix)]
        tokio_postgres::config::Host::Unix(path) => path.display().to_string(),
    }
}

/// Whether two folders lie on one disk, where that can be told.
#[cfg(unix)]
pub(crate) fn is_on_one_disk(one: &Path, other: &Path) -> Option<bool> {
    use std::os::unix::fs::MetadataExt as _;
    let (one, other) = (std::fs::metadata(one).ok()?, std::fs::metadata(other).ok()?);
    Some(one.dev() == other.dev())
}

/// On Windows the letter of the drive tells a person.
#[cfg(not(unix))]
pub(crate) fn is_on_one_disk(_one: &Path, _other: &Path) -> Option<bool> {
    None
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn the_limit_is_that_of_the_process_asked_for() {
        let own = handle_limit(None);
        assert!(own.is_some());
        assert_eq!(handle_limit(Some(std::process::id())), own);
        assert_eq!(handle_limit(Some(u32::MAX)), None);
    }

    #[test]
    fn two_folders_of_one_disk_are_known_as_such() {
        let folder = tempfile::TempDir::new().unwrap();
        let inner = folder.path().join("inner");
        assert_eq!(is_on_one_disk(folder.path(), &inner), None);
        std::fs::create_dir(&inner).unwrap();
        assert_eq!(is_on_one_disk(folder.path(), &inner), Some(true));
    }

    #[test]
    fn the_folder_above_a_bare_name_is_the_one_we_stand_in() {
        let above = Path::new("relay").parent().unwrap();
        assert!(sync_folder(above).is_ok());
        assert!(sync_folder(Path::new("no-such-folder")).is_err());
    }
}
