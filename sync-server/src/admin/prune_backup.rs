use std::path::{Path, PathBuf};

use super::Admin;
use super::linked_backup::{configured, place};
use crate::backup::{PruneReport, prune};
use crate::configuration::Configuration;
use crate::error::RelayStartError;

impl Admin {
    /// Removes links of a place that the schedule of the configuration keeps no longer（清理备份）;
    /// with `dry_run` it only says which. The place is a folder, or what a configuration file names.
    ///
    /// # Errors
    /// Nothing was removed: the newest backup was not restored on trial, or the place does not hold.
    pub fn prune_backup(&self, at: &Path, dry_run: bool) -> Result<PruneReport, RelayStartError> {
        let schedule = Configuration::of(&self.folder)?.backup_schedule;
        prune(&self.folder, &place(at)?, &self.tenant, &schedule, dry_run)
    }

    /// The configuration file of this relay, for a command that names no place by itself.
    pub(crate) fn configuration_file(&self) -> Result<PathBuf, RelayStartError> {
        let named = self.folder.configuration_named();
        let file = named.unwrap_or_else(|| self.folder.settings());
        if file.is_file() {
            Ok(file)
        } else {
            Err(RelayStartError::invalid(
                "请用 --to 指明备份位置，或在配置文件写 [backup]（name the place: --to, or [backup] in \
                 the configuration）",
            ))
        }
    }
}

/// To whom a configuration file has backups encrypted.
pub(crate) fn backup_recipient(file: &Path) -> Result<String, RelayStartError> {
    Ok(configured(file)?.recipient)
}
