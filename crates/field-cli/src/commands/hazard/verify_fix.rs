use clap::Args;
use serde_json::json;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::find;
use crate::shell::Shell;

#[derive(Debug, Args)]
pub(crate) struct VerifyFix {
    /// 隐患编号或文号（hazard: id or number of its notice）
    hazard: String,
    /// 说明（remark）
    #[arg(long, default_value = "", conflicts_with = "reject")]
    note: String,
    /// 发文单位代码，销号用它的文号（body whose series numbers the closing）
    #[arg(long, conflicts_with = "reject")]
    issuer: Option<String>,
    /// 不实，写明理由（it was no fix: why）
    #[arg(long, value_name = "REASON")]
    reject: Option<String>,
}

impl VerifyFix {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let hazard = find::hazard(&shell.core, &self.hazard)?;
        let (envelope, event, text) = match &self.reject {
            Some(reason) => (
                shell.core.reject_fix(hazard, reason)?,
                "fix_rejected",
                "已登记当场整改不实",
            ),
            None => (
                shell
                    .core
                    .verify_fix(hazard, self.issuer.as_deref(), &self.note)?,
                "fix_verified",
                "已核实当场整改",
            ),
        };
        Ok(Answer::new(
            format!("{text}（待上传）"),
            json!({ "hazard": hazard, "event": event, "envelope": envelope }),
        ))
    }
}
