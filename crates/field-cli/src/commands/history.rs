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
    /// 只列登记后的内容改动（only the fields that were written anew since it was registered）
    #[arg(long)]
    edits: bool,
}

impl History {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let edits = shell.core.field_edits(self.record)?;
        let changed: Vec<String> = edits
            .iter()
            .map(|edit| show::edit_line(&shell.core, edit))
            .collect();
        if self.edits {
            let json = json!(edits.iter().map(show::edit_json).collect::<Vec<_>>());
            return Ok(Answer::new(lines(changed, "登记后没有改动内容"), json));
        }
        let record = shell.core.get_record(self.record)?;
        let policy = shell.core.policy()?;
        let entries = shell.core.history(self.record)?;
        let mut text: Vec<String> = entries
            .iter()
            .map(|entry| {
                let line = show::entry_line(&shell.core, &record.kind, entry);
                line + &show::pause_words(&policy, &record.state, entry)
            })
            .collect();
        if !changed.is_empty() {
            text.push("内容改动：".to_owned());
            text.extend(changed.iter().map(|line| format!("  {line}")));
        }
        let json = json!(entries.iter().map(show::entry_json).collect::<Vec<_>>());
        Ok(Answer::new(lines(text, "还没有经过，只有草稿"), json))
    }
}
