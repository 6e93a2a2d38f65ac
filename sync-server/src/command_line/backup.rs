//! The command that backs up, and removes old backups.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::arguments::Folder;
use super::print;
use crate::admin::{Admin, backup_recipient};
use crate::error::RelayStartError;

#[derive(Debug, Args)]
pub(super) struct Backup {
    /// 不填则备份；prune 按配置的保存计划清理旧备份（back up if absent; `prune` removes what the
    /// schedule of the configuration keeps no longer）
    #[arg(value_enum)]
    pub(super) deed: Option<BackupDeed>,
    #[command(flatten)]
    pub(super) folder: Folder,
    /// 备份目录，或写明备份去向的配置文件，默认为本中继的配置；不加密时须为空目录（folder, or a
    /// configuration file that says where; without --recipient an empty folder）
    #[arg(long)]
    pub(super) to: Option<PathBuf>,
    /// 备份公钥 age1…：只加上次以来的内容并加密（public half of the backup key: adds an encrypted
    /// link of what came since the last）
    #[arg(long, conflicts_with = "deed")]
    pub(super) recipient: Option<String>,
    /// 随即在临时目录完整恢复一次（then restore everything into a scratch folder, on trial）
    #[arg(long, conflicts_with = "deed")]
    pub(super) trial: bool,
    /// 只列出将清理什么，不清理（only say what would be removed）
    #[arg(long, requires = "deed")]
    pub(super) dry_run: bool,
}

/// What else `backup` does.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum BackupDeed {
    /// 清理旧备份（remove old backups）
    Prune,
}

pub(super) fn run(arguments: &Backup) -> Result<(), RelayStartError> {
    let folder = &arguments.folder;
    let admin = Admin::open(&folder.data, folder.clock())?;
    let to = match &arguments.to {
        Some(to) => to.clone(),
        None => admin.configuration_file()?,
    };
    if let Some(BackupDeed::Prune) = arguments.deed {
        print::report(&admin.prune_backup(&to, arguments.dry_run)?);
        return Ok(());
    }
    let recipient = match &arguments.recipient {
        Some(recipient) => recipient.clone(),
        None if to.is_file() => backup_recipient(&to)?,
        None if arguments.trial => {
            return Err(RelayStartError::invalid(
                "--trial 需要 --recipient：只有加密备份可作恢复演练（--trial goes with --recipient）",
            ));
        }
        None => {
            print::report(&admin.backup(&to)?);
            return Ok(());
        }
    };
    let progress = print::Progress::default();
    let tell = |what: &str, done, of| progress.tell(what, done, of);
    print::report(&admin.ship_backup(&to, &recipient, arguments.trial, &tell)?);
    Ok(())
}
