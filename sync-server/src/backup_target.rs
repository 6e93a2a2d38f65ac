use std::path::PathBuf;

/// Where and to whom a relay ships backups（备份去向）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupTarget {
    /// A folder on another disk, or a share of another machine.
    pub to: PathBuf,
    /// Public half of the backup key, `age1…`.
    pub recipient: String,
}
