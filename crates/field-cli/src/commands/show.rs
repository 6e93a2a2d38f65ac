use clap::Args;
use wangge_domain::RecordId;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::shell::Shell;
use crate::show;

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// 记录编号（record）
    record: RecordId,
}

impl Show {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let view = shell.core.get_record(self.record)?;
        Ok(Answer::new(
            show::record_text(&view, shell.core.policy().ok().as_deref()),
            show::record_json(&view),
        ))
    }
}
