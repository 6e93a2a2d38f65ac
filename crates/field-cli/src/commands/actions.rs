use clap::Args;
use serde_json::json;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::shell::Shell;
use crate::{find, show};

#[derive(Debug, Args)]
pub(crate) struct Actions {
    /// 记录编号、通知书文号或案件编号（record: id, or number of its notice or case）
    record: String,
}

impl Actions {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let actions = shell
            .core
            .allowed_actions(find::record(&shell.core, &self.record)?)?;
        Ok(Answer::new(show::actions_line(&actions), json!(actions)))
    }
}
