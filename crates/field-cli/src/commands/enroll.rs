use clap::Args;
use wangge_mobile_core::{CancellationToken, Retry};

use super::status;
use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::shell::Shell;

#[derive(Debug, Args)]
pub(crate) struct Enroll {
    /// 登记链接，即二维码内容（link from the enrollment QR）
    link: String,
    /// 设备名称，管理员看得到（name of the device, shown to the administrator）
    #[arg(long)]
    pub(crate) label: Option<String>,
}

impl Enroll {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let cancel = CancellationToken::new();
        let enrolled = shell.block_on(shell.core.enroll(&self.link, &cancel))?;
        enrolled.map_err(|error| match error.retry() {
            // Enrolling again is safe: the same phone is asked for by the same code.
            Retry::WhenOnline | Retry::After { .. } => CommandError::Unbegun {
                source: Box::new(error.into()),
                next: "核对网络和服务器地址，连通后再运行同一条 enroll",
            },
            _ => error.into(),
        })?;
        let answer = status::run(shell)?;
        Ok(Answer::new(
            format!("登记成功，请运行 sync\n{}", answer.text),
            answer.json,
        ))
    }
}
