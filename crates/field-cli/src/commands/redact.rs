use std::collections::BTreeSet;

use clap::Args;
use serde_json::json;
use wangge_domain::RecordId;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::shell::Shell;

#[derive(Debug, Args)]
pub(crate) struct Redact {
    /// 记录编号（record）
    record: RecordId,
    /// 要涂销的字段，可重复；不写则涂销本记录的照片（a field; none: the photos）
    #[arg(long = "field")]
    fields: Vec<String>,
    /// 理由；确认他人的申请时不写（why; not said to confirm）
    #[arg(long, required_unless_present = "confirm")]
    reason: Option<String>,
    /// 确认他人的申请（confirm what somebody else asked for）
    #[arg(long, conflicts_with_all = ["fields", "reason"])]
    confirm: bool,
}

impl Redact {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        if self.confirm {
            let envelope = shell.core.confirm_redaction(self.record)?;
            return Ok(Answer::new(
                "已确认涂销（待上传），服务器收到后各处一并涂销",
                json!({ "record": self.record, "event": "redaction_confirmed", "envelope": envelope }),
            ));
        }
        let fields: BTreeSet<String> = self.fields.iter().cloned().collect();
        let reason = self.reason.as_deref().unwrap_or_default();
        let envelope = shell.core.request_redaction(self.record, &fields, reason)?;
        Ok(Answer::new(
            "已申请涂销（待上传），须由另一人确认",
            json!({ "record": self.record, "event": "redaction_requested", "envelope": envelope }),
        ))
    }
}
