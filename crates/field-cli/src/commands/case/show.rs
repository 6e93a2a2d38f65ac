use clap::Args;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::shell::Shell;
use crate::{find, show};

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// 案件编号或文号（case: id or number）
    case: String,
}

impl Show {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let case = find::case(&shell.core, &self.case)?;
        let view = shell.core.get_case(case)?;
        Ok(Answer::new(
            show::case_text(&shell.core, &view),
            show::case_json(&view),
        ))
    }
}
