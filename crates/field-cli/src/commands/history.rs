use clap::Args;
use serde_json::json;
use wangge_domain::RecordId;

use crate::answer::{Answer, lines};
use crate::command_error::CommandError;
use crate::shell::Shell;
use crate::show;

#[derive(Debug, Args)]
pub(crate) struct History {
    /// 记录编号（record）
    record: RecordId,
}

impl History {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let kind = shell.core.get_record(self.record)?.kind;
        let entries = shell.core.history(self.record)?;
        let text = entries
            .iter()
            .map(|entry| show::entry_line(&shell.core, &kind, entry))
            .collect();
        let json = json!(entries.iter().map(show::entry_json).collect::<Vec<_>>());
        Ok(Answer::new(lines(text, "还没有经过，只有草稿"), json))
    }
}
