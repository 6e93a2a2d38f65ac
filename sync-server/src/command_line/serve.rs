use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use serde_json::json;

use super::arguments::Serve;
use super::print;
use crate::backup_place::BackupPlace;
use crate::backup_target::BackupTarget;
use crate::configuration::{CONFIGURATION_VARIABLE, Configuration};
use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::platform::StopSignal;
use crate::relay::{ClockChoice, Relay, RelayConfig};

/// Keeps a second relay away from a folder that one serves already: their service keys would
/// shut each other out. The system lets go of the lock when the process ends, however it ends.
fn lock(data: &Path) -> Result<Option<File>, RelayStartError> {
    // On PostgreSQL several relays work side by side.
    if !data.join("relay.sqlite").exists() {
        return Ok(None);
    }
    let path = data.join("serve.lock");
    let failed = |message: String| RelayStartError::File {
        path: path.display().to_string(),
        message,
    };
    let file = File::create(&path).map_err(|error| failed(error.to_string()))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(failed(
            "该目录已有中继在运行，请先停止它（another relay serves this folder: stop it first）"
                .to_owned(),
        )),
        Err(TryLockError::Error(error)) => Err(failed(error.to_string())),
    }
}

/// The folder that the command line names, else the configuration file.
fn data_folder(arguments: &Serve) -> Result<PathBuf, RelayStartError> {
    if let Some(data) = &arguments.data {
        return Ok(data.clone());
    }
    let needed = "用 --data 指明数据目录，或在配置文件里写 data = \"/var/lib/wangge\"（name the data folder: --data, or data in the configuration file）";
    let named = arguments
        .config
        .clone()
        .or_else(|| std::env::var_os(CONFIGURATION_VARIABLE).map(PathBuf::from));
    let named = named.ok_or_else(|| RelayStartError::invalid(needed))?;
    Configuration::read(&named)?
        .data
        .ok_or_else(|| RelayStartError::invalid(needed))
}

/// Runs the relay until it is asked to stop.
pub(super) fn run(arguments: Serve) -> Result<(), RelayStartError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| RelayStartError::invalid(error.to_string()))?;
    runtime.block_on(async {
        let stop =
            StopSignal::listen().map_err(|error| RelayStartError::invalid(error.to_string()))?;
        let data = data_folder(&arguments)?;
        let _only_one = lock(&data)?;
        let config = RelayConfig {
            listen: arguments.listen,
            clock: arguments
                .clock
                .map_or(ClockChoice::System, ClockChoice::File),
            audit_copy: arguments.audit_copy,
            configuration: arguments.config,
            read_only: arguments.read_only,
            backup: arguments
                .backup_to
                .zip(arguments.backup_recipient)
                .map(|(to, recipient)| BackupTarget {
                    to: BackupPlace::Folder(to),
                    recipient,
                }),
            ..RelayConfig::new(data)
        };
        let folder = DataFolder::new(&config.data);
        let relay = Relay::start(config).await?;
        // `doctor` in another process cannot know it: the port may be any that was free.
        if let Err(error) = folder.write_served_address(&relay.address.to_string()) {
            tracing::warn!(%error, "the address was not written down");
        }
        print::json(&json!({ "listening": relay.address, "pin": relay.pin.to_string() }));
        let stopped = stop.received().await;
        tracing::info!("the relay stops");
        relay.shutdown().await;
        stopped.map_err(|error| RelayStartError::invalid(error.to_string()))
    })
}
