use toml::Value;

use super::Values;
use crate::backup_place::BackupPlace;
use crate::backup_target::BackupTarget;
use crate::configuration::ConfigurationError;
use crate::keep_schedule::KeepSchedule;

/// Keys that say nothing of a bucket.
const OTHERS: &[&str] = &["backup.kind", "backup.to", "backup.recipient"];

impl Values<'_> {
    /// Where backups go and to whom（备份去向）: both of it or nothing. How long they are kept may be
    /// said without it, since the place may be named on the command line.
    pub(super) fn backup(&self) -> Result<Option<BackupTarget>, ConfigurationError> {
        let names: Vec<&str> = self
            .given
            .keys()
            .copied()
            .filter(|name| name.starts_with("backup.") && !name.starts_with("backup.keep_"))
            .collect();
        if names.is_empty() {
            return Ok(None);
        }
        let to = if self.text("backup.kind").as_deref() == Some("s3") {
            if names.contains(&"backup.to") {
                return Err(self.wrong(
                    "backup.to",
                    "仅当 backup.kind = \"folder\" 时可写",
                    "goes with backup.kind = \"folder\" alone",
                ));
            }
            BackupPlace::S3(self.s3("backup")?)
        } else {
            if let Some(name) = names.into_iter().find(|name| !OTHERS.contains(name)) {
                return Err(self.wrong(
                    name,
                    "仅当 backup.kind = \"s3\" 时可写",
                    "goes with backup.kind = \"s3\" alone",
                ));
            }
            self.needed("backup.to")?;
            BackupPlace::Folder(self.path("backup.to").unwrap_or_default())
        };
        Ok(Some(BackupTarget {
            to,
            recipient: self.needed("backup.recipient")?,
        }))
    }

    /// How long backups are kept（备份保存计划）.
    pub(super) fn backup_schedule(&self, defaults: KeepSchedule) -> KeepSchedule {
        let number = |name: &str, default: u32| {
            let number = self.given.get(name).and_then(Value::as_integer);
            number
                .and_then(|number| u32::try_from(number).ok())
                .unwrap_or(default)
        };
        KeepSchedule {
            all_days: number("backup.keep_all_days", defaults.all_days),
            daily: number("backup.keep_daily", defaults.daily),
            monthly: number("backup.keep_monthly", defaults.monthly),
        }
    }
}
