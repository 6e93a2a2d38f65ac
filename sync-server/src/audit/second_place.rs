use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::platform::write_durably;

/// In the folder of the log: which second place it is copied to.
const NOTE: &str = "second-place.json";
/// In the second place: which one it is.
const NAME: &str = "second-place.id";

/// Where the log is copied to（异地副本所在）, as its own folder notes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Noted {
    path: PathBuf,
    id: String,
}

/// Where the log in a folder was last copied to, if it ever was.
pub(crate) fn noted_second_place(log: &Path) -> Option<PathBuf> {
    Some(read(log)?.path)
}

/// Makes a second place ready. A mount point whose disk is away is an empty folder of the same name: it has
/// not the id that was left in the place, and is not filled.
///
/// # Errors
/// The folder above it is not there, it is not the place it was, or it cannot be written.
pub(super) fn prepare_second_place(log: &Path, place: &Path) -> io::Result<()> {
    if !place.is_dir() {
        if read(log).is_some_and(|noted| noted.path == *place) {
            return Err(not_the_same(log, place));
        }
        // Folders above it are not made: one that is missing is a disk that is away, or a slip.
        std::fs::create_dir(place)?;
    }
    let name = place.join(NAME);
    let there = match std::fs::read_to_string(&name) {
        Ok(text) => Some(text.trim().to_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    let noted = read(log).filter(|noted| noted.path == *place);
    let id = match (there, noted) {
        (Some(there), Some(noted)) if there == noted.id => return Ok(()),
        (_, Some(_)) => return Err(not_the_same(log, place)),
        (Some(there), None) => there,
        (None, None) => {
            let id = hex::encode(rand::random::<[u8; 16]>());
            write_durably(&name, id.as_bytes(), false)?;
            id
        }
    };
    let noted = Noted {
        path: place.to_owned(),
        id,
    };
    let bytes = serde_json::to_vec(&noted)?;
    write_durably(&log.join(NOTE), &bytes, false)
}

fn read(log: &Path) -> Option<Noted> {
    serde_json::from_slice(&std::fs::read(log.join(NOTE)).ok()?).ok()
}

fn not_the_same(log: &Path, place: &Path) -> io::Error {
    let text = format!(
        "{}: 不是原来的异地副本，可能没有挂载；确要改用它，请删除 {}（not the second place it was: its disk may not be mounted; delete that file to begin a new one）",
        place.display(),
        log.join(NOTE).display()
    );
    io::Error::new(io::ErrorKind::NotFound, text)
}
