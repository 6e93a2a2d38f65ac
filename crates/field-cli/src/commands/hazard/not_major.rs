use clap::Args;
use serde_json::json;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::find;
use crate::shell::Shell;

#[derive(Debug, Args)]
pub(crate) struct NotMajor {
    /// 隐患编号或文号（hazard: id or number of its notice）
    hazard: String,
    /// 理由（why）
    #[arg(long)]
    reason: String,
}

impl NotMajor {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let hazard = find::hazard(&shell.core, &self.hazard)?;
        let envelope = shell.core.not_major(hazard, &self.reason)?;
        Ok(Answer::new(
            "已判定为非重大，按一般隐患办理（待上传）",
            json!({ "hazard": hazard, "event": "not_major", "envelope": envelope }),
        ))
    }
}
