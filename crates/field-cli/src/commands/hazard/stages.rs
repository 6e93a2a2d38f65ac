use clap::Args;
use serde_json::json;
use wangge_domain::record::RecordKind;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::shell::Shell;
use crate::{find, show};

#[derive(Debug, Args)]
pub(crate) struct Stages {
    /// 隐患编号或文号（hazard: id or number of its notice）
    hazard: String,
}

impl Stages {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let hazard = find::hazard(&shell.core, &self.hazard)?;
        let log = shell.core.stage_log(hazard)?;
        let mut lines = Vec::new();
        for (stage, entries) in &log {
            let mark = if entries.is_empty() {
                "（未到）"
            } else {
                ""
            };
            lines.push(format!("{}{mark}", stage.text()));
            lines.extend(entries.iter().map(|entry| {
                format!(
                    "  {}",
                    show::entry_line(&shell.core, &RecordKind::Rectification, entry)
                )
            }));
        }
        let json: Vec<_> = log
            .iter()
            .map(|(stage, entries)| {
                json!({
                    "stage": stage,
                    "entries": entries.iter().map(show::entry_json).collect::<Vec<_>>(),
                })
            })
            .collect();
        Ok(Answer::new(lines.join("\n"), json!(json)))
    }
}
