//! Commands that keep what people wrote: quarantine, backup, restore.

use super::arguments::{Backup, HealingCommand, QuarantineCommand, Restore};
use super::print;
use crate::admin::{Admin, restore};
use crate::error::RelayStartError;

pub(super) fn quarantine(command: QuarantineCommand) -> Result<(), RelayStartError> {
    match command {
        QuarantineCommand::List(folder) => {
            print::json(&Admin::open(&folder.data, folder.clock())?.quarantine()?);
        }
        QuarantineCommand::Admit {
            folder,
            envelope,
            by,
            note,
        } => {
            let admin = Admin::open(&folder.data, folder.clock())?;
            print::json(&admin.admit(&envelope, &by, &note)?);
        }
        QuarantineCommand::AdmitLeaseExpired { folder, by, note } => {
            let admin = Admin::open(&folder.data, folder.clock())?;
            print::json(&admin.admit_lease_expired(&by, &note)?);
        }
    }
    Ok(())
}

pub(super) fn backup(arguments: &Backup) -> Result<(), RelayStartError> {
    let folder = &arguments.folder;
    let admin = Admin::open(&folder.data, folder.clock())?;
    print::json(&admin.backup(&arguments.to)?);
    Ok(())
}

pub(super) fn put_back(arguments: &Restore) -> Result<(), RelayStartError> {
    let folder = &arguments.folder;
    let report = restore(
        &arguments.from,
        &folder.data,
        arguments.force,
        folder.clock(),
    )?;
    print::json(&report);
    Ok(())
}

pub(super) fn healing(command: HealingCommand) -> Result<(), RelayStartError> {
    match command {
        HealingCommand::Status(folder) => {
            print::json(&Admin::open(&folder.data, folder.clock())?.healing()?);
        }
        HealingCommand::Begin(folder) => {
            let begun = Admin::open(&folder.data, folder.clock())?.begin_healing()?;
            print::line(if begun {
                "已开始补回：暂停编号和到期作业，等待手机带回缺失的数据"
            } else {
                "中继正在补回数据"
            });
        }
        HealingCommand::End(folder) => {
            let ended = Admin::open(&folder.data, folder.clock())?.end_healing()?;
            print::line(if ended {
                "已结束补回，恢复编号和到期作业"
            } else {
                "中继没有在补回数据"
            });
        }
    }
    Ok(())
}
