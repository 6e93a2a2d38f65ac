use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use wangge_domain::Timestamp;

use super::{AuditEntry, AuditLine, Checkpoint};
use crate::platform::{private_file, sync_folder};

/// A line is never longer: entries are cut before.
const LONGEST_LINE: u64 = 8 * 1024;
/// Characters kept of any one text.
const LONGEST_TEXT: usize = 400;
/// Name of the file of checkpoints.
pub(super) const CHECKPOINTS: &str = "checkpoints.jsonl";

/// The log in its folder: one file per month, `2026-09.jsonl`, and the checkpoints beside them.
/// Nothing rewrites or removes a line, so everything is kept for longer than the six months that
/// 等保 asks for.
pub(crate) struct AuditLog {
    folder: PathBuf,
    /// Lines of this process, one after the other; those of others are held off by a file lock.
    turn: Mutex<()>,
}

impl AuditLog {
    /// The log in this folder, which is made if it is not there.
    pub(crate) fn open(folder: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        Ok(Self {
            folder: folder.to_owned(),
            turn: Mutex::new(()),
        })
    }

    /// Where it lies.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Appends a line. When this returns it is on the disk.
    pub(crate) fn append(&self, entry: AuditEntry) -> io::Result<AuditLine> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let _held = self.hold()?;
        let (seq, prev) = self.end()?;
        let month = Timestamp(entry.at).china_date().format("%Y-%m").to_string();
        // A clock that went back does not write into a file of the past: the order of the files
        // is the order of the chain.
        let newest = self.files()?.pop();
        let name = newest.filter(|name| *name > month).unwrap_or(month);
        let line = AuditLine::after(seq, &prev, shortened(entry));
        self.write(&format!("{name}.jsonl"), &line)?;
        Ok(line)
    }

    /// Appends a checkpoint.
    pub(crate) fn append_checkpoint(&self, checkpoint: &Checkpoint) -> io::Result<()> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let _held = self.hold()?;
        self.write(CHECKPOINTS, checkpoint)
    }

    /// Number and hash of the last line.
    pub(crate) fn head(&self) -> io::Result<(u64, String)> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let _held = self.hold()?;
        self.end()
    }

    fn hold(&self) -> io::Result<File> {
        let file = File::create(self.folder.join("audit.lock"))?;
        file.lock()?;
        Ok(file)
    }

    /// Months that have a file, oldest first.
    pub(super) fn files(&self) -> io::Result<Vec<String>> {
        months(&self.folder)
    }

    /// The last line: of the newest file that has one, for a power cut may leave an empty file.
    fn end(&self) -> io::Result<(u64, String)> {
        for month in self.files()?.iter().rev() {
            if let Some(line) = last_line(&self.folder.join(format!("{month}.jsonl")))? {
                return Ok((line.seq, line.hash));
            }
        }
        Ok((0, AuditLine::beginning()))
    }

    fn write(&self, name: &str, line: &impl serde::Serialize) -> io::Result<()> {
        let path = self.folder.join(name);
        let is_new = !path.exists();
        if is_new {
            private_file(&path)?;
        }
        let mut bytes = serde_json::to_vec(line)?;
        bytes.push(b'\n');
        let mut file = OpenOptions::new().append(true).open(&path)?;
        file.write_all(&bytes)?;
        file.sync_data()?;
        if is_new {
            sync_folder(&self.folder)?;
        }
        Ok(())
    }
}

fn last_line(path: &Path) -> io::Result<Option<AuditLine>> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(LONGEST_LINE * 2)))?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail)?;
    // A line that a power cut left unfinished was never acknowledged.
    let whole = tail.iter().rposition(|byte| *byte == b'\n');
    let whole = whole.map_or(0, |at| at + 1);
    if whole < tail.len() {
        let left = length - (tail.len() - whole) as u64;
        OpenOptions::new().write(true).open(path)?.set_len(left)?;
    }
    let last = tail[..whole].split(|byte| *byte == b'\n').rev().nth(1);
    let Some(last) = last.filter(|line| !line.is_empty()) else {
        return Ok(None);
    };
    serde_json::from_slice(last)
        .map(Some)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

/// Months that have a file in a folder, oldest first.
pub(super) fn months(folder: &Path) -> io::Result<Vec<String>> {
    let mut months = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let name = entry?.file_name();
        let month = name.to_str().and_then(|name| name.strip_suffix(".jsonl"));
        let is_month = |month: &&str| month.len() == 7 && month.as_bytes()[4] == b'-';
        months.extend(month.filter(is_month).map(str::to_owned));
    }
    months.sort();
    Ok(months)
}

fn shortened(mut entry: AuditEntry) -> AuditEntry {
    for text in [
        &mut entry.actor,
        &mut entry.deed,
        &mut entry.subject,
        &mut entry.outcome,
        &mut entry.reason,
    ] {
        if let Some((end, _)) = text.char_indices().nth(LONGEST_TEXT) {
            text.truncate(end);
        }
    }
    entry
}

/// The newest checkpoints of a log as they lie in their file, and the number of the line that the last of them
/// names; nothing if none was signed yet.
pub(crate) fn newest_checkpoints(folder: &Path, most: usize) -> io::Result<Option<(u64, Vec<u8>)>> {
    let text = match std::fs::read_to_string(folder.join(CHECKPOINTS)) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut newest = Vec::new();
    // The last line may be one that is just being written.
    for line in text.lines().rev() {
        if let Ok(checkpoint) = serde_json::from_str::<Checkpoint>(line) {
            newest.push((checkpoint.seq, line));
        }
        if newest.len() == most {
            break;
        }
    }
    let Some((seq, _)) = newest.first() else {
        return Ok(None);
    };
    let mut bytes = Vec::new();
    for (_, line) in newest.iter().rev() {
        bytes.extend_from_slice(line.as_bytes());
        bytes.push(b'\n');
    }
    Ok(Some((*seq, bytes)))
}
