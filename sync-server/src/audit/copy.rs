use std::fs::{File, OpenOptions};
use std::io::{self, Seek as _, SeekFrom};
use std::path::Path;

use super::log::{CHECKPOINTS, months};
use crate::platform::sync_folder;

/// Brings a second place（异地副本）up to date: what was appended since is appended there too, nothing there is
/// ever rewritten. A copy that is longer than the log means that lines were cut off here.
///
/// # Errors
/// A file there is longer than here, or a folder cannot be read or written.
pub(crate) fn copy_to_second_place(from: &Path, to: &Path) -> io::Result<()> {
    std::fs::create_dir_all(to)?;
    let mut names: Vec<String> = months(from)?
        .into_iter()
        .map(|month| format!("{month}.jsonl"))
        .collect();
    names.push(CHECKPOINTS.to_owned());
    for name in names {
        let source = from.join(&name);
        if !source.exists() {
            continue;
        }
        let mut reader = File::open(&source)?;
        let mut writer = OpenOptions::new()
            .create(true)
            .append(true)
            .open(to.join(&name))?;
        let (here, there) = (reader.metadata()?.len(), writer.metadata()?.len());
        if there > here {
            let text = format!("{name}: the copy has more lines than the log");
            return Err(io::Error::new(io::ErrorKind::InvalidData, text));
        }
        reader.seek(SeekFrom::Start(there))?;
        io::copy(&mut reader, &mut writer)?;
        writer.sync_data()?;
    }
    sync_folder(to)
}
