use clap::Args;
use serde_json::json;
use wangge_mobile_core::StepInput;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::find;
use crate::shell::Shell;

/// The step by which a judged hazard ends with its case.
const MAJOR_CLOSED: &str = "rectification.major_closed";

#[derive(Debug, Args)]
pub(crate) struct MajorClosed {
    /// 隐患编号或文号（hazard: id or number of its notice）
    hazard: String,
    /// 已销案的重大火灾隐患案件，编号或文号（the case that was closed: id or number）
    #[arg(long)]
    case: String,
}

impl MajorClosed {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let core = &shell.core;
        let hazard = find::hazard(core, &self.hazard)?;
        let case = find::case(core, &self.case)?;
        let input = StepInput::saying(&[("case", &case.to_string())]);
        let envelope = core.step(hazard, MAJOR_CLOSED, &input)?;
        Ok(Answer::new(
            "已随重大案件销案销号（待上传，销号文号由服务器编）",
            json!({
                "hazard": hazard, "event": MAJOR_CLOSED, "case": case, "envelope": envelope,
            }),
        ))
    }
}
