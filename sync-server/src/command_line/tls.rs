use std::path::PathBuf;

use clap::Subcommand;

use super::arguments::Folder;
use super::dated::open_to_write;
use super::print;
use crate::admin::Admin;
use crate::error::RelayStartError;

/// What is done with the TLS key.
#[derive(Debug, Subcommand)]
pub(super) enum TlsCommand {
    /// 指纹、预告和中继链接（pins, what is announced, and the link of this relay）
    Show(Folder),
    /// 用根密钥证明TLS密钥，其他手机也能认出（have the root key certify the TLS key）
    Certify {
        #[command(flatten)]
        folder: Folder,
        /// 根密钥文件（file of the root key）
        #[arg(long)]
        root_key: PathBuf,
    },
    /// 生成下一个TLS密钥并向手机预告（make the next TLS key and announce it to phones）
    Next {
        #[command(flatten)]
        folder: Folder,
        /// 提前多少天，默认按配置（how many days ahead; as configured if absent）
        #[arg(long)]
        days: Option<u32>,
        /// 根密钥文件：没听到预告的手机也能认出（file of the root key: phones that are away follow too）
        #[arg(long)]
        root_key: Option<PathBuf>,
    },
    /// 启用预告的TLS密钥，须先停止中继（put the announced key in use; stop the relay first）
    Switch {
        #[command(flatten)]
        folder: Folder,
        /// 未到预告的启用日也更换（before the announced day, too）
        #[arg(long)]
        force: bool,
    },
}

pub(super) fn run(command: TlsCommand) -> Result<(), RelayStartError> {
    let report = match command {
        TlsCommand::Show(folder) => Admin::open(&folder.data, folder.clock())?.tls()?,
        TlsCommand::Certify { folder, root_key } => {
            open_to_write(&folder)?.certify_tls(&root_key)?
        }
        TlsCommand::Next {
            folder,
            days,
            root_key,
        } => open_to_write(&folder)?.announce_tls(days, root_key.as_deref())?,
        TlsCommand::Switch { folder, force } => open_to_write(&folder)?.switch_tls(force)?,
    };
    print::report(&report);
    Ok(())
}
