use clap::Args;
use serde_json::json;
use wangge_domain::RecordId;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::shell::Shell;
use crate::show;

#[derive(Debug, Args)]
pub(crate) struct Actions {
    /// 记录编号（record）
    record: RecordId,
}

impl Actions {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let actions = shell.core.allowed_actions(self.record)?;
        Ok(Answer::new(show::actions_line(&actions), json!(actions)))
    }
}
