//! Commands that keep what people wrote: quarantine, checks of backups, restore.

use std::path::Path;

use super::arguments::{HealingCommand, QuarantineCommand, Restore};
use super::dated::open_to_write;
use super::print;
use crate::admin::{
    Admin, LinkedSource, new_backup_key, restore, restore_linked_into, verify_backup, verify_linked,
};
use crate::backup::holds_links;
use crate::error::RelayStartError;
use crate::store_choice::StoreChoice;

pub(super) fn quarantine(command: QuarantineCommand) -> Result<(), RelayStartError> {
    match command {
        QuarantineCommand::List(folder) => {
            print::report(&Admin::open(&folder.data, folder.clock())?.quarantine()?);
        }
        QuarantineCommand::Strangers(folder) => {
            print::report(&Admin::open(&folder.data, folder.clock())?.strangers()?);
        }
        QuarantineCommand::Admit {
            folder,
            envelope,
            by,
            note,
        } => {
            let admin = open_to_write(&folder)?;
            print::report(&admin.admit(&envelope, &by, &note)?);
        }
        QuarantineCommand::AdmitLeaseExpired { folder, by, note } => {
            let admin = open_to_write(&folder)?;
            print::report(&admin.admit_lease_expired(&by, &note)?);
        }
    }
    Ok(())
}

pub(super) fn new_key(out: &Path) -> Result<(), RelayStartError> {
    let recipient = new_backup_key(out)?;
    let file = out.display();
    print::line(&format!(
        "备份密钥已写入 {file}（仅本人可读）。请打印两份并离线保管，再删除本机副本；没有它，备份无法恢复。\n\
         The backup key was written to {file}. Print it twice, keep it offline, then delete it here; \
         without it no backup can be restored."
    ));
    print::line(&format!("备份公钥 recipient: {recipient}"));
    Ok(())
}

pub(super) fn verify(
    folder: &Path,
    key: Option<&Path>,
    link: Option<u64>,
) -> Result<(), RelayStartError> {
    if holds_links(folder) {
        let progress = print::Progress::default();
        let tell = |what: &str, done, of| progress.tell(what, done, of);
        print::report(&verify_linked(folder, key, link, &tell)?);
    } else {
        print::report(&verify_backup(folder)?);
    }
    Ok(())
}

pub(super) fn put_back(arguments: &Restore) -> Result<(), RelayStartError> {
    let folder = &arguments.folder;
    let Some(key) = &arguments.key else {
        let report = restore(
            &arguments.from,
            &folder.data,
            arguments.force,
            folder.clock(),
        )?;
        print::report(&report);
        return Ok(());
    };
    let progress = print::Progress::default();
    let tell = |what: &str, done, of| progress.tell(what, done, of);
    let source = LinkedSource {
        backup: &arguments.from,
        key,
        link: arguments.link,
    };
    let store = match &arguments.postgres {
        Some(url) => StoreChoice::Postgres(url.clone()),
        None => StoreChoice::Sqlite,
    };
    let report = restore_linked_into(
        source,
        &folder.data,
        arguments.force,
        &store,
        folder.clock(),
        &tell,
    )?;
    print::report(&report);
    print::note(&format!(
        "已恢复到第 {} 环。此后的数据由 {} 台手机带回；在此之前不编正式文号，不计到期。\
         进度: wangge-relay healing status\n\
         Restored to link {}. What came later comes back from {} devices; until then no final \
         number is given and no deadline runs.",
        report.link, report.waiting, report.link, report.waiting
    ));
    Ok(())
}

pub(super) fn healing(command: HealingCommand) -> Result<(), RelayStartError> {
    match command {
        HealingCommand::Status(folder) => {
            print::report(&Admin::open(&folder.data, folder.clock())?.healing()?);
        }
        HealingCommand::Begin(folder) => {
            let begun = open_to_write(&folder)?.begin_healing()?;
            print::line(if begun {
                "已开始补回：暂停编号和到期作业，等待手机带回缺失的数据"
            } else {
                "中继正在补回数据"
            });
        }
        HealingCommand::End(folder) => {
            let ended = open_to_write(&folder)?.end_healing()?;
            print::line(if ended {
                "已结束补回，恢复编号和到期作业"
            } else {
                "中继没有在补回数据"
            });
        }
    }
    Ok(())
}
