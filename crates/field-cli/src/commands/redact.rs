use std::collections::BTreeSet;

use clap::Args;
use serde_json::json;
use wangge_domain::{Digest, RecordId};

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::shell::Shell;
use crate::show;

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
    /// 要确认的申请编号，见 show；只有一份申请时可不写（the request to confirm, as `show` names it）
    #[arg(long, requires = "confirm")]
    request: Option<Digest>,
}

impl Redact {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        if self.confirm {
            return self.confirm(shell);
        }
        let fields: BTreeSet<String> = self.fields.iter().cloned().collect();
        let reason = self.reason.as_deref().unwrap_or_default();
        let envelope = shell.core.request_redaction(self.record, &fields, reason)?;
        Ok(Answer::new(
            "已申请涂销（待上传），须由另一人确认",
            json!({ "record": self.record, "event": "redaction_requested", "envelope": envelope }),
        ))
    }

    /// Says once more what is blanked, and confirms it.
    fn confirm(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let asked = shell.core.get_record(self.record)?.redaction;
        let waiting = asked.as_ref().filter(|asked| asked.replaced == 0);
        let request = match (self.request, waiting, &asked) {
            (Some(request), ..) => request,
            (None, Some(asked), _) => asked.request,
            (None, None, Some(asked)) => {
                let message = format!(
                    "此前的申请已被后来的申请取代，请看清后用 --request 写明编号\n{}",
                    show::redaction_text(asked)
                );
                return Err(CommandError::Usage(message));
            }
            // The core says that nothing waits.
            (None, None, None) => Digest::ZERO,
        };
        let envelope = shell.core.confirm_redaction(self.record, request)?;
        let mut lines = vec!["已确认涂销（待上传），服务器收到后各处一并涂销".to_owned()];
        lines.extend(asked.as_ref().map(show::redaction_text));
        Ok(Answer::new(
            lines.join("\n"),
            json!({
                "record": self.record,
                "event": "redaction_confirmed",
                "envelope": envelope,
                "redaction": asked.as_ref().map(show::redaction_json),
            }),
        ))
    }
}
