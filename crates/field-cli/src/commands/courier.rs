//! What is carried by hand（信使文件）when there is no network.

mod export;
mod import;
mod lease;

use clap::Subcommand;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::shell::Shell;

#[derive(Debug, Subcommand)]
pub(crate) enum Courier {
    /// 导出信使文件，加密给本辖区中继（write what waits to a file for the relay）
    Export(export::Export),
    /// 导入回信或转交回执（take in an answer or a receipt）
    Import(import::Import),
    /// 显示申请延期码（show what an officer scans to extend the lease）
    LeaseRequest,
    /// 为他人签发离线延期码（let another one's phone work on offline）
    LeaseSign(lease::Sign),
    /// 使用离线延期码（take an extension of the lease）
    LeaseAccept(lease::Accept),
}

impl Courier {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        match self {
            Self::Export(it) => it.run(shell),
            Self::Import(it) => it.run(shell),
            Self::LeaseRequest => lease::request(shell),
            Self::LeaseSign(it) => it.run(shell),
            Self::LeaseAccept(it) => it.run(shell),
        }
    }
}
