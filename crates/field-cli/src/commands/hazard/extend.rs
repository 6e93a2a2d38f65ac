use clap::{ArgGroup, Args};
use serde_json::json;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::find;
use crate::shell::Shell;

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("what").required(true).args(["request", "approve", "refuse"])))]
pub(crate) struct Extend {
    /// 隐患编号或文号（hazard: id or number of its notice）
    hazard: String,
    /// 申请延期天数（ask for so many days more）
    #[arg(long, value_name = "DAYS", requires = "reason")]
    request: Option<u32>,
    /// 申请理由（why）
    #[arg(long, requires = "request")]
    reason: Option<String>,
    /// 批准天数（approve so many days）
    #[arg(long, value_name = "DAYS")]
    approve: Option<u32>,
    /// 不予延期，写明理由（refuse: why）
    #[arg(long, value_name = "REASON")]
    refuse: Option<String>,
}

impl Extend {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let core = &shell.core;
        let hazard = find::hazard(core, &self.hazard)?;
        let reason = self.reason.as_deref().unwrap_or_default();
        let (envelope, event, text) = match (self.request, self.approve, &self.refuse) {
            (Some(days), ..) => (
                core.request_extension(hazard, days, reason)?,
                "extension_requested",
                format!("已申请延期 {days} 天"),
            ),
            (None, Some(days), _) => (
                core.approve_extension(hazard, days)?,
                "extension_approved",
                format!("已批准延期 {days} 天"),
            ),
            (None, None, refuse) => (
                core.refuse_extension(hazard, refuse.as_deref().unwrap_or_default())?,
                "extension_refused",
                "已登记不予延期".to_owned(),
            ),
        };
        Ok(Answer::new(
            format!("{text}（待上传）"),
            json!({ "hazard": hazard, "event": event, "envelope": envelope }),
        ))
    }
}
