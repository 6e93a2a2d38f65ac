use clap::Args;
use serde_json::json;
use wangge_mobile_core::StepInput;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::find;
use crate::shell::Shell;

/// The step that lets the clock go on.
const RESUME: &str = "rectification.resume";

#[derive(Debug, Args)]
pub(crate) struct Resume {
    /// 隐患编号或文号（hazard: id or number of its notice）
    hazard: String,
    /// 说明（remark）
    #[arg(long)]
    note: Option<String>,
}

impl Resume {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let core = &shell.core;
        let hazard = find::hazard(core, &self.hazard)?;
        let note = self.note.iter().map(|note| ("note", note.as_str()));
        let input = StepInput::saying(&note.collect::<Vec<_>>());
        let envelope = core.step(hazard, RESUME, &input)?;
        Ok(Answer::new(
            "已恢复计时（待上传）",
            json!({ "hazard": hazard, "event": RESUME, "envelope": envelope }),
        ))
    }
}
