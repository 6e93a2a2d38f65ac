use crate::backup_place::BackupPlace;

/// Where and to whom a relay ships backups（备份去向）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupTarget {
    /// Where they lie.
    pub to: BackupPlace,
    /// Public half of the backup key, `age1…`.
    pub recipient: String,
}
