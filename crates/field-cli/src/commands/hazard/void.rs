use clap::Args;
use serde_json::json;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::find;
use crate::shell::Shell;

#[derive(Debug, Args)]
pub(crate) struct Void {
    /// 隐患编号或文号（hazard: id or number of its notice）
    hazard: String,
    /// 理由（why）
    #[arg(long)]
    reason: String,
}

impl Void {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let hazard = find::hazard(&shell.core, &self.hazard)?;
        let envelope = shell.core.void(hazard, &self.reason)?;
        Ok(Answer::new(
            "已作废（待上传）",
            json!({ "hazard": hazard, "event": "voided", "envelope": envelope }),
        ))
    }
}
