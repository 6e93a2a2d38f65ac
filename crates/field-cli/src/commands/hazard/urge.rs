use clap::Args;
use serde_json::json;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::find;
use crate::shell::Shell;

#[derive(Debug, Args)]
pub(crate) struct Urge {
    /// 隐患编号或文号（hazard: id or number of its notice）
    hazard: String,
    /// 再给几天（days given）
    #[arg(long)]
    days: u32,
}

impl Urge {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let hazard = find::hazard(&shell.core, &self.hazard)?;
        let envelope = shell.core.urge(hazard, self.days)?;
        Ok(Answer::new(
            format!("已催办，限 {} 天（待上传）", self.days),
            json!({ "hazard": hazard, "event": "urged", "envelope": envelope }),
        ))
    }
}
