use clap::Args;
use serde_json::json;
use wangge_domain::RecordId;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::shell::Shell;

#[derive(Debug, Args)]
pub(crate) struct Accept {
    /// 检查或场所档案的编号（id of an inspection or premises file）
    record: RecordId,
}

impl Accept {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let envelope = shell.core.accept(self.record)?;
        Ok(Answer::new(
            "已审核通过（待上传）",
            json!({ "record": self.record, "event": "accepted", "envelope": envelope }),
        ))
    }
}
