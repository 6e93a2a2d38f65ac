use std::path::PathBuf;

use clap::Args;
use wangge_protocol::PublicKey;

use super::arguments::Folder;
use super::dated::open_to_write;
use super::print;
use crate::error::RelayStartError;

/// Which service keys are revoked.
#[derive(Debug, Args)]
pub(super) struct RevokeKeys {
    #[command(flatten)]
    folder: Folder,
    /// 根密钥文件（file of the root key）
    #[arg(long)]
    root_key: PathBuf,
    /// 服务公钥，可重复（public half of a service key; may be repeated）
    #[arg(long, required_unless_present = "all")]
    key: Vec<String>,
    /// 现有的全部服务密钥，用过没用过都算（all service keys that there are, used or not）
    #[arg(long, conflicts_with = "key")]
    all: bool,
}

pub(super) fn run(arguments: &RevokeKeys) -> Result<(), RelayStartError> {
    let read = |text: &String| {
        PublicKey::from_hex(text)
            .ok_or_else(|| RelayStartError::invalid(format!("{text} 不是公钥（not a public key）")))
    };
    let named = arguments.key.iter().map(read);
    let named = named.collect::<Result<Vec<_>, _>>()?;
    let meant = (!arguments.all).then_some(named.as_slice());
    let admin = open_to_write(&arguments.folder)?;
    let count = admin.revoke_service_keys(&arguments.root_key, meant)?;
    print::line(&format!(
        "已吊销服务密钥 {count} 个，并补充了新的；现在启动中继，让手机同步（{count} service keys are revoked, \
         fresh ones were certified: start the relay and let phones sync）"
    ));
    Ok(())
}
