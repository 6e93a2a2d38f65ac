use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use super::database::OpenError;

/// How every file of SQLite begins.
const MAGIC: &[u8] = b"SQLite format 3\0";
/// Bytes of the header.
const HEADER: usize = 100;

/// Looks at an existing file before SQLite does: an empty one it would take for a new database,
/// and write into it.
pub(super) fn require_sound(path: &Path) -> Result<(), OpenError> {
    let mut file = File::open(path).map_err(OpenError::File)?;
    let length = file.metadata().map_err(OpenError::File)?.len();
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let has_log = std::fs::metadata(log).is_ok_and(|log| log.len() > 0);
    if length == 0 && has_log {
        // A new database that was never folded back into its file.
        return Ok(());
    }
    let mut header = [0_u8; HEADER];
    file.read_exact(&mut header)
        .map_err(|_| OpenError::Damaged(format!("{length} bytes")))?;
    if !header.starts_with(MAGIC) {
        return Err(OpenError::Damaged("no header of SQLite".to_owned()));
    }
    let number = |at: usize| {
        let bytes = header.iter().skip(at).take(4);
        bytes.fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte))
    };
    let page = match number(16) >> 16 {
        1 => 65_536,
        size => size,
    };
    // Pages that are missing may still stand in the log.
    let is_counted = number(24) == number(92);
    if is_counted && !has_log && length < page * number(28) {
        return Err(OpenError::Damaged(format!(
            "the file was cut off: {length} bytes of {}",
            page * number(28)
        )));
    }
    Ok(())
}
