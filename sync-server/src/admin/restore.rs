use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::Admin;
use super::backup::{copy_file, copy_tree, require_empty};
use super::verify_backup::verified;
use crate::backup::holds_links;
use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::healing::HealingState;
use crate::platform::rename_durably;
use crate::relay::ClockChoice;
use crate::store::sqlite::open_epochs;

/// What was restored（恢复结果）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RestoreReport {
    /// When the backup was made, milliseconds since 1970.
    pub made_at: i64,
    /// Rows it holds.
    pub rows: u64,
    /// Devices that are waited for: they bring back what came after the backup.
    pub waiting: usize,
    /// Where the data that lay there before was moved to.
    pub set_aside: Option<PathBuf>,
}

/// Refuses a folder that a relay serves at this moment: what it is told afterwards would go into the
/// folder that was moved aside.
fn refuse_served(data: &Path) -> Result<(), RelayStartError> {
    if DataFolder::new(data).is_served() {
        return Err(RelayStartError::invalid(format!(
            "{} 上的中继还在运行，未做任何改动；请先停止它再恢复\
             （a relay serves this folder, nothing was changed: stop it, then restore）",
            data.display()
        )));
    }
    Ok(())
}

/// Puts a verified backup in place（恢复备份）and begins a new epoch: what came after it comes back
/// from the phones, and until then no final number is given and no deadline job runs. A folder
/// that already holds a relay is left alone, unless `force`: then it is moved aside, never
/// deleted. A folder that a relay serves at this moment is left alone in any case.
pub fn restore(
    backup: &Path,
    data: &Path,
    force: bool,
    clock: ClockChoice,
) -> Result<RestoreReport, RelayStartError> {
    if holds_links(backup) {
        return Err(RelayStartError::invalid(
            "这是加密的链式备份，请用 --key 指定备份密钥文件（an encrypted backup in links: name the \
             file of the backup key by --key）",
        ));
    }
    let (report, manifest) = verified(backup)?;
    let (from, to) = (DataFolder::new(backup), DataFolder::new(data));
    refuse_unless_forced(data, force)?;
    let set_aside = move_aside(data)?;
    require_empty(data)?;
    to.create()
        .map_err(|error| RelayStartError::file(data, error.to_string()))?;
    for (one, other) in [
        (from.blobs(), to.blobs()),
        (from.keys(), to.keys()),
        (from.tls(), to.tls()),
    ] {
        copy_tree(&one, &other, &BTreeSet::new())?;
    }
    copy_file(&from.settings(), &to.settings())?;
    // The database last: without it the folder holds no relay.
    let arriving = data.join("relay.sqlite.arriving");
    copy_file(&from.database(), &arriving)?;
    open_epochs(&arriving)?;
    rename_durably(&arriving, &to.database())
        .map_err(|error| RelayStartError::file(data, error.to_string()))?;
    for leftover in ["relay.sqlite.arriving-wal", "relay.sqlite.arriving-shm"] {
        // Empty after the connection was closed; often not there at all.
        let _gone = std::fs::remove_file(data.join(leftover));
    }
    Ok(RestoreReport {
        made_at: manifest.made_at,
        rows: report.rows,
        waiting: begin_healing(data, clock)?,
        set_aside,
    })
}

/// A folder that already holds a relay is not replaced unasked.
pub(super) fn refuse_unless_forced(data: &Path, force: bool) -> Result<(), RelayStartError> {
    refuse_served(data)?;
    if force || !DataFolder::new(data).holds_relay() {
        return Ok(());
    }
    Err(RelayStartError::invalid(format!(
        "{} 已有中继数据；确认要换成备份时加 --force，原数据会移到旁边保留\
         （the folder already holds a relay: with --force it is moved aside）",
        data.display()
    )))
}

/// Moves a folder that holds a relay aside, under a name that nothing has yet.
pub(super) fn move_aside(data: &Path) -> Result<Option<PathBuf>, RelayStartError> {
    if !DataFolder::new(data).holds_relay() {
        return Ok(None);
    }
    let aside = free_name(data)?;
    rename_durably(data, &aside).map_err(|error| RelayStartError::file(data, error.to_string()))?;
    Ok(Some(aside))
}

/// From now on phones bring back what came after the backup. Gives how many are waited for.
pub(super) fn begin_healing(data: &Path, clock: ClockChoice) -> Result<usize, RelayStartError> {
    let admin = Admin::open(data, clock)?;
    let control = admin.tenant.control()?;
    let state = HealingState {
        whole_until: admin.tenant.newest_row()?,
        ..HealingState::begun(admin.tenant.now(), &control)
    };
    admin.tenant.set_healing(Some(&state))?;
    Ok(state.waiting.len())
}

/// A name beside the folder that nothing has yet.
fn free_name(data: &Path) -> Result<PathBuf, RelayStartError> {
    let name = data.file_name().map(|name| name.to_string_lossy());
    let name = name.ok_or_else(|| RelayStartError::invalid("the folder has no name"))?;
    (1..1_000)
        .map(|number| data.with_file_name(format!("{name}.before-restore-{number}")))
        .find(|path| !path.exists())
        .ok_or_else(|| RelayStartError::invalid("too many folders were set aside already"))
}
