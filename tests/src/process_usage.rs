//! What a process and a folder cost, as the operating system counts it.

use std::io;
use std::path::Path;

/// Processor time and peak memory of a process. On systems without `/proc` there is nothing to
/// read and every figure is `None`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProcessUsage {
    /// User and system time since the process began, seconds, in steps of 10 ms.
    pub cpu_seconds: Option<f64>,
    /// Greatest resident memory since the process began or since [`reset_peak_memory`], KiB.
    pub peak_memory_kib: Option<u64>,
}

impl ProcessUsage {
    /// Of this process.
    #[must_use]
    pub fn of_self() -> Self {
        Self::read(Path::new("/proc/self"))
    }

    /// Of another process.
    #[must_use]
    pub fn of(pid: u32) -> Self {
        Self::read(Path::new(&format!("/proc/{pid}")))
    }

    fn read(folder: &Path) -> Self {
        let stat = std::fs::read_to_string(folder.join("stat")).ok();
        let status = std::fs::read_to_string(folder.join("status")).ok();
        Self {
            cpu_seconds: stat.as_deref().and_then(cpu_seconds),
            peak_memory_kib: status.as_deref().and_then(peak_memory_kib),
        }
    }
}

/// Lets the peak memory of a process begin anew at what it holds now.
///
/// # Errors
/// Where the system has no such switch, or the process is not ours.
pub fn reset_peak_memory(pid: u32) -> io::Result<()> {
    std::fs::write(format!("/proc/{pid}/clear_refs"), "5")
}

/// What a process holds in memory now, bytes; `None` without `/proc`.
#[must_use]
pub fn resident_bytes(pid: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    Some(kib(&status, "VmRSS:")? * 1024)
}

/// Files and connections that a process has open; `None` without `/proc`, or if it is not ours.
#[must_use]
pub fn open_handles(pid: u32) -> Option<u64> {
    let handles = std::fs::read_dir(format!("/proc/{pid}/fd")).ok()?;
    Some(handles.count() as u64)
}

/// The bytes of all files below a folder, by their lengths. Files that vanish meanwhile count as
/// nothing.
///
/// # Errors
/// If the folder itself cannot be read.
pub fn folder_bytes(folder: &Path) -> io::Result<u64> {
    let mut total = 0;
    let mut folders = vec![folder.to_owned()];
    let mut first = true;
    while let Some(folder) = folders.pop() {
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if first => return Err(error),
            Err(_) => continue,
        };
        first = false;
        for entry in entries.flatten() {
            match entry.metadata() {
                Ok(metadata) if metadata.is_dir() => folders.push(entry.path()),
                Ok(metadata) => total += metadata.len(),
                Err(_) => {}
            }
        }
    }
    Ok(total)
}

/// Fields 14 and 15 of `stat` in ticks of 1/100 s. The second field, the program's name, may hold
/// blanks and brackets, so counting starts behind the last bracket.
fn cpu_seconds(stat: &str) -> Option<f64> {
    let (_, rest) = stat.rsplit_once(") ")?;
    let fields: Vec<&str> = rest.split(' ').collect();
    let ticks = |at: usize| fields.get(at)?.parse::<u64>().ok();
    Some((ticks(11)? + ticks(12)?) as f64 / 100.0)
}

fn peak_memory_kib(status: &str) -> Option<u64> {
    kib(status, "VmHWM:")
}

fn kib(status: &str, what: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(what))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_whatever_the_program_is_called() {
        let stat = "42 (a ) b) S 1 2 3 4 5 6 7 8 9 10 150 50 0 0";
        assert_eq!(cpu_seconds(stat), Some(2.0));
        assert_eq!(
            peak_memory_kib("Name:\tx\nVmHWM:\t  123456 kB\nVmRSS: 1 kB\n"),
            Some(123_456)
        );
        assert_eq!(kib("VmHWM: 1 kB\nVmRSS:\t 77 kB\n", "VmRSS:"), Some(77));
        assert_eq!(cpu_seconds("nonsense"), None);
        assert_eq!(peak_memory_kib("nonsense"), None);
    }

    #[test]
    fn a_folder_weighs_what_its_files_weigh() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("below")).unwrap();
        std::fs::write(folder.path().join("one"), [0; 100]).unwrap();
        std::fs::write(folder.path().join("below/two"), [0; 23]).unwrap();
        assert_eq!(folder_bytes(folder.path()).unwrap(), 123);
        assert!(folder_bytes(&folder.path().join("none")).is_err());
    }
}
