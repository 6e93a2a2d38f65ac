use clap::Args;
use serde_json::json;
use wangge_domain::lifecycle::Event;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::find;
use crate::shell::Shell;

#[derive(Debug, Args)]
pub(crate) struct SuspectedMajor {
    /// 隐患编号或文号（hazard: id or number of its notice）
    hazard: String,
    /// 依据：判定标准条款或检查项，可多次（what makes it suspect: clauses or items; may be repeated）
    #[arg(long, required = true)]
    basis: Vec<String>,
}

impl SuspectedMajor {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let hazard = find::hazard(&shell.core, &self.hazard)?;
        let event = Event::SuspectedMajor {
            basis: self.basis.clone(),
        };
        let envelope = shell.core.act(hazard, event)?;
        Ok(Answer::new(
            "已作疑似重大上报，等待判定（待上传）",
            json!({
                "hazard": hazard, "event": "suspected_major", "basis": self.basis,
                "envelope": envelope,
            }),
        ))
    }
}
