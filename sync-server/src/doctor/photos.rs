use std::io;
use std::path::Path;

use crate::admin::describe;
use crate::blob::blob_file;
use crate::data_folder::DataFolder;
use crate::store::sqlite::FileBlob;

/// Photos that are named in a finding, at most.
const NAMED: usize = 3;

/// What became of the photos that the database names（照片实况）.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PhotoState {
    /// How many it names.
    pub(super) named: usize,
    /// How many of these are missing or not what they were.
    pub(super) bad: usize,
    /// The first of the bad ones.
    pub(super) examples: Vec<String>,
}

/// Looks at every photo file: that it is there and as long as it should be, and if `deep` at each
/// of its bytes.
pub(super) fn look_at_photos(folder: &DataFolder, blobs: &[FileBlob], deep: bool) -> PhotoState {
    let mut state = PhotoState {
        named: blobs.len(),
        ..PhotoState::default()
    };
    for blob in blobs {
        let path = blob_file(folder, blob.tenant, blob.digest);
        if is_whole(&path, blob, deep).unwrap_or(false) {
            continue;
        }
        state.bad += 1;
        if state.examples.len() < NAMED {
            state.examples.push(blob.digest.to_string());
        }
    }
    state
}

fn is_whole(path: &Path, blob: &FileBlob, deep: bool) -> io::Result<bool> {
    if std::fs::metadata(path)?.len() != blob.size {
        return Ok(false);
    }
    if !deep {
        return Ok(true);
    }
    let described = describe(path).map_err(io::Error::other)?;
    Ok(described.sha256 == blob.digest.to_string())
}
