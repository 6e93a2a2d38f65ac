use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use super::log::{CHECKPOINTS, months};
use super::second_place::prepare_second_place;
use crate::platform::sync_folder;

/// What a folder of a further history（另一段历史）in the second place is called, before its number.
const HISTORY: &str = "history-";
/// Bytes at the end of a copy that are held against the log: more than two lines, and lines are chained.
const TAIL: u64 = 64 * 1024;

/// Brings a second place（异地副本）up to date: what was appended since is appended there too, nothing there is
/// ever rewritten. What does not go on from anything that lies there, because lines were cut off here or the
/// relay was restored, begins a folder of its own: its name is given then.
///
/// # Errors
/// The place is not the one it was, as an unmounted disk is none, or a folder cannot be read or written.
pub(crate) fn copy_to_second_place(from: &Path, to: &Path) -> io::Result<Option<String>> {
    prepare_second_place(from, to)?;
    let names = files(from)?;
    let histories = histories(to)?;
    let mut begun = None;
    let mut target = None;
    for history in histories.iter().rev() {
        if goes_on(from, history)? {
            target = Some(history.clone());
            break;
        }
    }
    let target = if let Some(target) = target {
        target
    } else {
        let name = format!("{HISTORY}{:04}", histories.len() + 1);
        let folder = to.join(&name);
        std::fs::create_dir(&folder)?;
        sync_folder(to)?;
        begun = Some(name);
        folder
    };
    for name in names {
        append(&from.join(&name), &target.join(&name))?;
    }
    sync_folder(&target)?;
    Ok(begun)
}

/// The files of a log that are there: months in their order, then the checkpoints.
fn files(folder: &Path) -> io::Result<Vec<String>> {
    let mut names: Vec<String> = months(folder)?
        .into_iter()
        .map(|month| format!("{month}.jsonl"))
        .collect();
    if folder.join(CHECKPOINTS).exists() {
        names.push(CHECKPOINTS.to_owned());
    }
    Ok(names)
}

/// Folders of histories, oldest first; the first one is the place itself.
fn histories(place: &Path) -> io::Result<Vec<PathBuf>> {
    let mut further = Vec::new();
    for entry in std::fs::read_dir(place)? {
        let entry = entry?;
        let is_history = entry
            .file_name()
            .to_str()
            .is_some_and(|name| name.starts_with(HISTORY));
        if is_history && entry.file_type()?.is_dir() {
            further.push(entry.path());
        }
    }
    further.sort();
    let mut all = vec![place.to_owned()];
    all.append(&mut further);
    Ok(all)
}

/// Whether the log goes on from what lies in a folder: each file there is the beginning of the one here.
fn goes_on(from: &Path, copy: &Path) -> io::Result<bool> {
    for name in files(copy)? {
        let (here, there) = (from.join(&name), copy.join(&name));
        if !here.exists() || !is_beginning(&there, &here)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn is_beginning(copy: &Path, log: &Path) -> io::Result<bool> {
    let (mut copy, mut log) = (File::open(copy)?, File::open(log)?);
    let there = copy.metadata()?.len();
    if there > log.metadata()?.len() {
        return Ok(false);
    }
    let at = SeekFrom::Start(there.saturating_sub(TAIL));
    copy.seek(at)?;
    log.seek(at)?;
    let (mut one, mut other) = (Vec::new(), Vec::new());
    copy.take(TAIL).read_to_end(&mut one)?;
    let length = u64::try_from(one.len()).unwrap_or(TAIL);
    log.take(length).read_to_end(&mut other)?;
    Ok(one == other)
}

/// Appends what a copy lacks of whole lines: one that is half written may yet be cut off here.
fn append(log: &Path, copy: &Path) -> io::Result<()> {
    let mut reader = File::open(log)?;
    let mut writer = OpenOptions::new().create(true).append(true).open(copy)?;
    let there = writer.metadata()?.len();
    let whole = whole_lines(&mut reader)?;
    if whole <= there {
        return Ok(());
    }
    reader.seek(SeekFrom::Start(there))?;
    io::copy(&mut reader.take(whole - there), &mut writer)?;
    writer.sync_data()
}

/// Where the last whole line of a file ends.
fn whole_lines(file: &mut File) -> io::Result<u64> {
    let length = file.metadata()?.len();
    let start = length.saturating_sub(TAIL);
    file.seek(SeekFrom::Start(start))?;
    let mut tail = Vec::new();
    file.take(TAIL).read_to_end(&mut tail)?;
    let end = tail.iter().rposition(|byte| *byte == b'\n');
    let end = end.map_or(0, |at| at + 1);
    Ok(start + u64::try_from(end).unwrap_or(0))
}
