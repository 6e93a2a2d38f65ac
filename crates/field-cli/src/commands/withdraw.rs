use clap::Args;
use serde_json::json;
use wangge_domain::RecordId;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::shell::Shell;

#[derive(Debug, Args)]
pub(crate) struct Withdraw {
    /// 记录编号（record）
    record: RecordId,
    /// 理由（why）
    #[arg(long)]
    reason: String,
}

impl Withdraw {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let envelope = shell.core.withdraw(self.record, &self.reason)?;
        Ok(Answer::new(
            "已撤回，内容和经过保留（待上传）",
            json!({ "record": self.record, "event": "withdrawn", "envelope": envelope }),
        ))
    }
}
