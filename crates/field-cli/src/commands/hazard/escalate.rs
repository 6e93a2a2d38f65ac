use clap::Args;
use serde_json::json;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::find;
use crate::shell::Shell;

#[derive(Debug, Args)]
pub(crate) struct Escalate {
    /// 隐患编号或文号（hazard: id or number of its notice）
    hazard: String,
    /// 上报给谁，部门代码，如 PSB（department code）
    #[arg(long)]
    to: String,
    /// 理由（why）
    #[arg(long)]
    reason: String,
}

impl Escalate {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let hazard = find::hazard(&shell.core, &self.hazard)?;
        let envelope = shell.core.escalate(hazard, &self.to, &self.reason)?;
        let policy = shell.core.policy()?;
        let department = policy.routing.departments.get(&self.to);
        let name = department.map_or(self.to.as_str(), |it| it.zh.as_str());
        let unstaffed = shell.core.is_unstaffed(hazard, &self.to)?;
        let warning = if unstaffed {
            "\n注意：该单位在系统中没有人员可以接收，上传后可能不被受理"
        } else {
            ""
        };
        Ok(Answer::new(
            format!("已上报移交：{name}（待上传）{warning}"),
            json!({
                "hazard": hazard, "event": "escalated", "envelope": envelope,
                "unstaffed": unstaffed,
            }),
        ))
    }
}
