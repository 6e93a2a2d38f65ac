use clap::Args;
use serde_json::json;
use wangge_mobile_core::StepInput;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::find;
use crate::shell::Shell;

/// The step by which somebody says themselves that they were there.
const COUNTERSIGN: &str = "rectification.countersign";

#[derive(Debug, Args)]
pub(crate) struct Confirm {
    /// 隐患编号或文号（hazard: id or number of its notice）
    hazard: String,
}

impl Confirm {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let core = &shell.core;
        let hazard = find::hazard(core, &self.hazard)?;
        let envelope = core.step(hazard, COUNTERSIGN, &StepInput::default())?;
        Ok(Answer::new(
            "已确认本人同行办理（待上传）".to_owned(),
            json!({ "hazard": hazard, "event": COUNTERSIGN, "envelope": envelope }),
        ))
    }
}
