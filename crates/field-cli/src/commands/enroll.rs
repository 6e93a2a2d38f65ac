use clap::Args;
use wangge_mobile_core::CancellationToken;

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
        shell.block_on(shell.core.enroll(&self.link, &cancel))??;
        let answer = status::run(shell)?;
        Ok(Answer::new(
            format!("登记成功，请运行 sync\n{}", answer.text),
            answer.json,
        ))
    }
}
