use std::path::PathBuf;

use crate::blob_choice::S3Choice;

/// A place outside the relay for its backups（备份位置）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BackupPlace {
    /// A folder on another disk, or a share of another machine.
    Folder(PathBuf),
    /// A bucket of any store that speaks S3, not the one that holds the photos.
    S3(S3Choice),
}
